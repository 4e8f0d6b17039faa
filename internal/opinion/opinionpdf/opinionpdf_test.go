package opinionpdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mendan/internal/civil"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniondata"
	"mendan/internal/opinion/opinionpdf"
	"mendan/internal/opinion/opiniontest"
	"mendan/internal/pdf"
)

var shared = sync.OnceValues(func() (opinionpdf.Drawer, error) {
	fonts, err := opiniontest.Fonts()
	if err != nil {
		return opinionpdf.Drawer{}, err
	}
	words, err := opiniondata.Load()
	return opinionpdf.New(fonts, words, false), err
})

func drawer(t testing.TB) opinionpdf.Drawer {
	t.Helper()
	d, err := shared()
	if err != nil {
		t.Fatalf("fonts (npm ci first): %v", err)
	}
	return d
}

func head() opinion.Head {
	return opinion.Head{
		Company: "みなと精工株式会社", Workplace: "千葉工場", Department: "製造部 第二製造課", Employee: "髙﨑 𠮷彦", Sex: "M", Age: 42,
		Held: civil.Date{Year: 2026, Month: 11, Day: 23}, Online: true, Physician: "渡邉 千尋", Affiliation: "みなと精工株式会社 産業医",
		Register: "第412345号", Signed: civil.Date{Year: 2026, Month: 11, Day: 23}, Title: "長時間労働者 面接指導", Statutory: true,
		Basis: "労働安全衛生法第66条の8・労働安全衛生規則第52条の4から第52条の7まで", Keep: "労働安全衛生規則第52条の6により5年間",
		Version: 1, Vocabulary: "2026-11-22", SchemaVersion: 1,
	}
}

func copied(t testing.TB, name string, b []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("PDF_KEEP"); keep != "" {
		_ = os.WriteFile(filepath.Join(keep, name), b, 0o600)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v\n%s", err, out)
	}
	return string(out)
}

func TestTwoArtefactsDiffer(t *testing.T) {
	t.Parallel()
	d, content := drawer(t), opiniontest.LongHours()
	letter, err := d.EmployerCopy(opinion.Compose("MD-7KQ4-W8TZ-1", head(), content.Facing))
	if err != nil {
		t.Fatal(err)
	}
	report, err := d.Report(opinion.ComposeReport("MD-7KQ4-W8TZ-1", head(), content))
	if err != nil {
		t.Fatal(err)
	}
	l, r := copied(t, "opinion-employer.pdf", letter), copied(t, "report.pdf", report)
	for _, want := range []string{"髙﨑 𠮷彦", "みなと精工株式会社 御中", "月20時間まで", "08:30〜20:00", "日帰りの範囲", "2026年11月25日(水) から 2026年12月24日(木) まで",
		"2026年12月17日(木)", "✓ 1 就業制限・配慮", "□ 0 通常勤務", "MD-7KQ4-W8TZ-1", "会社提出用", "渡邉 千尋", "42歳"} {
		if !strings.Contains(l, want) {
			t.Errorf("the employer copy lacks %q:\n%s", want, l)
		}
	}
	for _, private := range []string{"中途覚醒", "希死念慮", "疲労蓄積度", "画面作業", "睡眠", "取扱注意"} {
		if strings.Contains(l, private) {
			t.Errorf("the employer copy holds %q", private)
		}
	}
	for _, want := range []string{"中途覚醒が週に4回", "画面作業", "取扱注意", "✓ 1 所見あり", "髙﨑 𠮷彦"} {
		if !strings.Contains(r, want) {
			t.Errorf("the report lacks %q:\n%s", want, r)
		}
	}
}

func TestConsultationReport(t *testing.T) {
	t.Parallel()
	h := head()
	h.Title, h.Statutory, h.Basis = "健康相談", false, "労働安全衛生法第13条の3・第69条第1項(健康相談)"
	b, err := drawer(t).Report(opinion.ComposeReport("MD-7KQ4-W8TZ-1", h, opiniontest.Consultation()))
	if err != nil {
		t.Fatal(err)
	}
	got := copied(t, "consultation.pdf", b)
	for _, want := range []string{"面談記録", "家族の介護", "同意なし。会社には何も伝えません。", "面談があったことも", "2 産業保健側の記録"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "就業区分") {
		t.Error("a consultation without letter shows an empty letter")
	}
}

func TestAmendmentSaysSo(t *testing.T) {
	t.Parallel()
	h := head()
	h.Version, h.Reason = 2, "措置期間の訂正のため"
	b, err := drawer(t).EmployerCopy(opinion.Compose("MD-7KQ4-W8TZ-2", h, opiniontest.LongHours().Facing))
	if err != nil {
		t.Fatal(err)
	}
	if got := copied(t, "amended.pdf", b); !strings.Contains(got, "第2版") || !strings.Contains(got, "措置期間の訂正のため") {
		t.Errorf("not marked as an amendment:\n%s", got)
	}
}

// Whatever is written privately, the employer copy is the same to the byte.
func TestEmployerCopyDoesNotDependOnPrivate(t *testing.T) {
	t.Parallel()
	d := drawer(t)
	base := opiniontest.LongHours()
	want, err := d.EmployerCopy(opinion.ComposeReport("MD-1", head(), base).ForEmployer())
	if err != nil {
		t.Fatal(err)
	}
	anything := rapid.Custom(func(t *rapid.T) opinion.Content {
		c := base
		c.Private = opinion.Private{
			WorkDetail: rapid.String().Draw(t, "work"), FatigueDetail: rapid.String().Draw(t, "fatigue"),
			Finding: rapid.SampledFrom([]string{"", "NO_FINDINGS", "FINDINGS"}).Draw(t, "finding"), FindingDetail: rapid.String().Draw(t, "detail"),
			Consultation: rapid.String().Draw(t, "talk"), Advice: rapid.String().Draw(t, "advice"), Remarks: rapid.String().Draw(t, "remarks"),
		}
		c.Consent = opinion.Consent{Given: rapid.Bool().Draw(t, "consent"), How: "SPOKEN"}
		return c
	})
	for seed := range 500 {
		copy := opinion.ComposeReport("MD-1", head(), anything.Example(seed)).ForEmployer()
		if diff := cmp.Diff(opinion.Compose("MD-1", head(), base.Facing), copy); diff != "" {
			t.Fatalf("seed %d: the copy differs:\n%s", seed, diff)
		}
		if seed%50 > 0 { // drawing takes a while; the same copy is drawn the same, see package pdf
			continue
		}
		if got, err := d.EmployerCopy(copy); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("seed %d: the document differs: %v", seed, err)
		}
	}
}

func TestMissingGlyph(t *testing.T) {
	t.Parallel()
	f := opiniontest.LongHours().Facing
	f.Others = "了解です😀"
	_, err := drawer(t).EmployerCopy(opinion.Compose("MD-1", head(), f))
	missing, ok := err.(*pdf.MissingGlyph) //nolint:errorlint // Bytes returns it bare
	if !ok || missing.Rune != '😀' || missing.Where != "その他・連絡事項等" {
		t.Errorf("%v", err)
	}
}

func BenchmarkLetter(b *testing.B) {
	d, f := drawer(b), opiniontest.LongHours().Facing
	size := 0
	for b.Loop() {
		out, err := d.EmployerCopy(opinion.Compose("MD-7KQ4-W8TZ-1", head(), f))
		if err != nil {
			b.Fatal(err)
		}
		size = len(out)
	}
	b.ReportMetric(float64(size)/1024, "KB/letter")
}
