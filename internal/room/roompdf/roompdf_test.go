package roompdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mendan/internal/assets"
	"mendan/internal/pdf"
	"mendan/internal/room"
	"mendan/internal/room/roompdf"
	"mendan/internal/room/roomtest"
)

func drawer(t *testing.T) roompdf.Drawer {
	t.Helper()
	regular, err := assets.Font(assets.FontRegular)
	if err != nil {
		t.Skipf("fonts (npm ci first): %v", err)
	}
	bold, err := assets.Font(assets.FontBold)
	if err != nil {
		t.Skipf("fonts (npm ci first): %v", err)
	}
	fonts, err := pdf.NewFonts(regular, bold)
	if err != nil {
		t.Fatal(err)
	}
	return roompdf.New(fonts, time.FixedZone("JST", 9*60*60))
}

func TestPrint(t *testing.T) {
	t.Parallel()
	d := drawer(t)
	h := roomtest.NewHouse(t)
	if _, err := h.Rooms.Admit(t.Context(), h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	h.Join(t, room.Worker, "w1")
	h.Join(t, room.Physician, "p1")
	if _, err := h.Rooms.SaveChecklist(t.Context(), h.AsPhysician(), h.Case, roomtest.Checked()); err != nil {
		t.Fatal(err)
	}
	h.Clock.Add(25 * time.Minute)
	if _, err := h.Rooms.End(t.Context(), h.AsPhysician(), h.Case, room.Completed, ""); err != nil {
		t.Fatal(err)
	}
	signed, err := h.Rooms.Evidence(t.Context(), h.AsPhysician(), h.Case)
	if err != nil {
		t.Fatal(err)
	}
	e, err := room.VerifyEvidence(signed, room.PublicOf(h.Key))
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Evidence(e, signed, room.PublicText(room.PublicOf(h.Key)))
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Evidence(e, signed, room.PublicText(room.PublicOf(h.Key)))
	if err != nil || !bytes.Equal(b, again) {
		t.Errorf("printed twice, two files (%v)", err)
	}
	file := filepath.Join(t.TempDir(), "evidence.pdf")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("PDF_KEEP"); keep != "" {
		_ = os.WriteFile(filepath.Join(keep, "evidence.pdf"), b, 0o600)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Skipf("pdftotext: %v", err)
	}
	words := strings.Join(strings.Fields(string(out)), "")
	for _, must := range []string{"オンライン面談実施状況の記録", "ICT-1-1", "ICT-2-4", "25分0秒", "社員証を見て確認", "完了", "1/2", string(h.Case)} {
		if !strings.Contains(words, must) {
			t.Errorf("the print lacks %s", must)
		}
	}
	for _, never := range []string{"髙橋", "佐藤", "東京都", "090-", "長時間"} {
		if strings.Contains(words, never) {
			t.Errorf("the print holds %s", never)
		}
	}
	for _, c := range e.Conditions {
		if c.Title.JA == "" || c.Title.EN == "" || c.Why.JA == "" || c.Why.EN == "" {
			t.Errorf("%s lacks words", c.ID)
		}
	}
}
