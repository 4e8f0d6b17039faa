//go:build look

package demo_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"mendan/internal/account/accountweb"
	"mendan/internal/account"
	"mendan/internal/assets"
	"mendan/internal/database/databasetest"
	"mendan/internal/demo"
	"mendan/internal/play"
	"mendan/internal/web"
)

func TestLook(t *testing.T) {
	db, clock := databasetest.Open(t)
	s := services(db, clock)
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	s.Accounts = account.NewService(db, accountdbNew(), clock.Now, account.Ports{Queue: quiet{}, Postman: quiet{}})
	p, err := demo.Seed(ctx, s, today)
	if err != nil {
		t.Fatal(err)
	}
	site := accountweb.New(s.Accounts, time.FixedZone("JST", 9*3600))
	door := web.New(web.Options{Sessions: accountweb.Sessions(s.Accounts), Now: clock.Now, Log: slog.Default(), Demo: true}, site.Routes(), site.Demo(p.Cards()), []web.Route{web.LanguageRoute()})
	mux := http.NewServeMux()
	mux.Handle("/assets/", assets.Handler())
	mux.Handle("/", door)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go http.Serve(l, mux)
	port := l.Addr().(*net.TCPAddr).Port
	c, err := play.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	dir := os.Getenv("LOOK")
	os.MkdirAll(dir, 0o755)
	for _, host := range []string{"localhost", "127.0.0.1"} {
		base := fmt.Sprintf("http://%s:%d", host, port)
		for _, sc := range []struct {
			name string
			s    play.Screen
		}{{"phone", play.Phone}, {"desk", play.Desktop}} {
			b, err := c.Person(host+sc.name, base, sc.s)
			if err != nil {
				t.Fatal(err)
			}
			step := func(name string, err error) {
				if err != nil {
					t.Errorf("%s %s: %v", host, name, err)
				}
				if host == "localhost" {
					if err := b.Shoot(dir, sc.name+"-"+name); err != nil {
						t.Error(err)
					}
				}
			}
			step("signin", b.Visit("/signin"))
			_ = b.Type("mail", "misaki@")
			step("signin-bad", b.Press("main form button"))
			_ = b.Read("エラー")
			step("signin-bad2", nil)
			_ = b.Visit("/signin")
			_ = b.Type("mail", "misaki.takahashi@minato-seiko.example")
			_ = b.Press("main form button")
			step("sent", b.Read("メールをご確認ください"))
			step("gone", b.Visit("/signin/xxxxxxxx"))
			path, _ := s.Accounts.MintDemoLink(ctx, p.Worker.Account.ID)
			step("link", b.Visit(path))
			_ = b.Press("main form button")
			_ = b.Wait(500 * time.Millisecond)
			err = b.Visit("/account")
			got, _ := b.Path()
			fmt.Println("AFTER SIGN-IN", host, sc.name, got, err)
			in, _ := s.Accounts.SignInDemo(ctx, p.Worker.Account.ID, account.Device{System: "Windows", Browser: "Chrome"}, "")
			_ = in
			_ = b.Visit("/account")
			step("account", nil)
			step("demo", b.Visit("/demo"))
			_ = strings.TrimSpace("")
			b.Close()
		}
	}
}
