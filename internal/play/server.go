package play

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Server is the product running as a child of the play, on free ports, with a
// folder of its own.
type Server struct {
	URL     string
	Data    string
	Ready   time.Duration // from start to the first good answer of /readyz
	cmd     *exec.Cmd
	ended   chan error
	logFile *os.File
}

// Start runs `program serve --demo` in dir and waits until it is ready. args
// are added to the command line.
func Start(ctx context.Context, program, dir string, args ...string) (*Server, error) {
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	logFile, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		return nil, err
	}
	udp, tcp, turn, err := freePorts(ctx)
	if err != nil {
		return nil, err
	}
	all := append([]string{"serve", "--demo", "--data", data, "--listen", "localhost:0", "--public-url", "http://localhost:0",
		"--media-address", "127.0.0.1", "--media-udp-port", udp, "--media-tcp-port", tcp, "--turn-port", turn}, args...)
	s := &Server{Data: data, ended: make(chan error, 1), logFile: logFile}
	s.cmd = exec.Command(program, all...) //nolint:gosec,noctx // our own program; stopped by Stop, so that it can end in order
	s.cmd.Stderr = logFile
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	address := make(chan string, 1)
	go func() {
		scan := bufio.NewScanner(out)
		for scan.Scan() {
			if url, ok := strings.CutPrefix(scan.Text(), "Mendan is at "); ok {
				address <- url
			}
		}
		s.ended <- s.cmd.Wait()
	}()
	select {
	case s.URL = <-address:
	case err := <-s.ended:
		return nil, fmt.Errorf("the server ended at start: %w: %s", err, tail(logFile.Name()))
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), s.Stop())
	case <-time.After(60 * time.Second):
		return nil, errors.Join(errors.New("the server did not start within a minute"), s.Stop())
	}
	for {
		if status, err := get(ctx, s.URL+"/readyz"); err == nil && status == http.StatusOK {
			break
		}
		if time.Since(began) > 60*time.Second {
			return nil, errors.Join(errors.New("the server was not ready within a minute"), s.Stop())
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.Ready = time.Since(began)
	return s, nil
}

// freePorts finds ports for media that nobody uses now.
func freePorts(ctx context.Context) (udp, tcp, turn string, err error) {
	var held []io.Closer
	defer func() {
		for _, h := range held {
			_ = h.Close()
		}
	}()
	var lc net.ListenConfig
	take := func(a net.Addr, c io.Closer) string {
		held = append(held, c)
		_, port, _ := net.SplitHostPort(a.String())
		return port
	}
	for _, p := range []*string{&udp, &turn} {
		c, err := lc.ListenPacket(ctx, "udp", "127.0.0.1:0")
		if err != nil {
			return "", "", "", err
		}
		*p = take(c.LocalAddr(), c)
	}
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", "", err
	}
	tcp = take(l.Addr(), l)
	return udp, tcp, turn, nil
}

func get(ctx context.Context, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	client := http.Client{Timeout: 2 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

// Stop asks the server to end and waits for it.
func (s *Server) Stop() error {
	if s.cmd.Process == nil {
		return nil
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	defer func() { _ = s.logFile.Close() }()
	select {
	case err := <-s.ended:
		return err
	case <-time.After(40 * time.Second):
		_ = s.cmd.Process.Kill()
		return errors.New("the server did not stop")
	}
}

// PID of the web process.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Children gives the process ids below the web process: the media server.
func (s *Server) Children() []int { return below(s.PID()) }

// Log is what the server wrote about itself so far.
func (s *Server) Log() (string, error) {
	b, err := os.ReadFile(s.logFile.Name())
	return string(b), err
}

func tail(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	if len(b) > 600 {
		b = b[len(b)-600:]
	}
	return strings.Join(strings.Fields(string(b)), " ")
}
