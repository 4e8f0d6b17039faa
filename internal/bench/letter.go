package bench

import (
	"context"
	"errors"
	"time"

	"mendan/internal/assets"
	"mendan/internal/civil"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniondata"
	"mendan/internal/opinion/opinionpdf"
	"mendan/internal/opinion/opiniontest"
	"mendan/internal/pdf"
)

// letter draws the employer copy of a complete opinion again and again.
func (r *run) letter(_ context.Context) error {
	const what, size = "employer copy of a complete opinion, drawn with the fonts loaded", "its size"
	regular, err := assets.Font(assets.FontRegular)
	bold, errBold := assets.Font(assets.FontBold)
	if err = errors.Join(err, errBold); err != nil {
		r.add(unmeasured("letter.time", what, "ms", err.Error()), unmeasured("letter.size", size, "KB", err.Error()))
		return nil
	}
	began := time.Now()
	fonts, err := pdf.NewFonts(regular, bold)
	if err != nil {
		return err
	}
	loaded := time.Since(began)
	words, err := opiniondata.Load()
	if err != nil {
		return err
	}
	drawer := opinionpdf.New(fonts, words, true)
	facts := opiniontest.Facts("LONG_HOURS_GENERAL")
	letter := opinion.Compose("MD-7KQ4-W8TZ-1", opinion.Head{
		Company: facts.CompanyName, Workplace: facts.WorkplaceName, Department: facts.Department, Employee: facts.EmployeeName, Sex: facts.Sex, Age: 42,
		Held: facts.Held, Online: true, Physician: facts.PhysicianName, Affiliation: facts.Affiliation, Register: facts.Register,
		Signed: civil.Date{Year: 2026, Month: 11, Day: 23}, Title: "長時間労働者 面接指導", Statutory: true,
		Basis: "労働安全衛生法第66条の8", Keep: "労働安全衛生規則第52条の6により5年間", Version: 1, SchemaVersion: 1,
	}, opiniontest.LongHours().Facing)
	var took []float64
	var bytes int
	for range r.Letters {
		began := time.Now()
		b, err := drawer.EmployerCopy(letter)
		if err != nil {
			return err
		}
		took, bytes = append(took, ms(time.Since(began))), len(b)
	}
	r.add(
		spread("letter.time", what, "ms", took),
		single("letter.size", size, "KB", float64(bytes)/1024),
		single("letter.fonts", "loading both fonts, once in the life of the program", "ms", ms(loaded)),
	)
	return nil
}
