package governance

import (
	"context"
	"maps"
	"slices"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// longest is the most characters of a written answer.
const longest = 200

// KitView is the page of the questions.
type KitView struct {
	Place     directory.Workplace
	Answers   Answers
	Asked     []Question
	Open      []Question
	Documents map[Kind]Document // the newest of each that there is
	Stale     bool              // answers changed after the documents were made
}

// KitOf reads the questions of a workplace and their answers. Errors: access.ErrHidden.
func (s *Service) KitOf(ctx context.Context, who actor.Actor, w id.Workplace) (KitView, error) {
	var out KitView
	err := s.read(ctx, who, access.SeeProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) (err error) {
		out, err = s.kitView(ctx, tx, w)
		return err
	})
	return out, err
}

func (s *Service) kitView(ctx context.Context, tx txn.Read, w directory.Workplace) (KitView, error) {
	a, err := s.Store.Answers(ctx, tx, w.ID)
	if err != nil {
		return KitView{}, err
	}
	v := KitView{Place: w, Answers: a, Asked: s.Kit.Asked(a), Open: s.Kit.Open(a), Documents: map[Kind]Document{}}
	for _, k := range Kinds() {
		d, err := s.Store.Document(ctx, tx, w.ID, k, 0)
		if fault.KindOf(err) == fault.NotFound && err != nil {
			continue
		}
		if err != nil {
			return v, err
		}
		v.Documents[k] = d
		if k != PostingText && !sameAnswers(d.Answers, s.relevant(a)) {
			v.Stale = true
		}
	}
	return v, nil
}

// relevant are the answers to questions that are asked.
func (s *Service) relevant(a Answers) Answers {
	out := Answers{}
	for _, q := range s.Kit.Asked(a) {
		if v, ok := a[q.ID]; ok {
			out[q.ID] = v
		}
	}
	return out
}

func sameAnswers(a, b Answers) bool {
	return maps.EqualFunc(a, b, func(x, y []string) bool { return slices.Equal(x, y) })
}

// Answer saves answers of one or several questions, each at once.
// Errors: an Invalid fault with the questions as fields; access faults.
func (s *Service) Answer(ctx context.Context, who actor.Actor, w id.Workplace, given Answers) error {
	clean := Answers{}
	var f fault.Fields
	for _, q := range s.Kit.Questions {
		values, said := given[q.ID]
		if !said {
			continue
		}
		if v, code := q.read(values); code != "" {
			f.Add(q.ID, code, longest)
		} else {
			clean[q.ID] = v
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.write(ctx, who, "answer", w, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		for _, q := range s.Kit.Questions {
			v, said := clean[q.ID]
			if !said {
				continue
			}
			if err := s.Store.PutAnswer(ctx, tx, w, q.ID, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// read takes the values of a form; the code says what is wrong.
func (q Question) read(values []string) (clean []string, code string) {
	for _, v := range values {
		if v != "" && !slices.Contains(clean, v) {
			clean = append(clean, v)
		}
	}
	switch {
	case len(clean) == 0 && q.May:
		return []string{}, ""
	case len(clean) == 0 && q.How == Text:
		return nil, "form.required"
	case len(clean) == 0:
		return nil, "governance.choose"
	case q.How == Text && utf8.RuneCountInString(clean[0]) > longest:
		return nil, "governance.too_long"
	case q.How == One && len(clean) > 1:
		return nil, "governance.choose"
	case q.How == Text:
		return clean[:1], ""
	}
	// In the order of the table, whatever order the form sent.
	var ordered []string
	for _, o := range q.Choices {
		if slices.Contains(clean, o.Value) {
			ordered = append(ordered, o.Value)
		}
	}
	if len(ordered) != len(clean) {
		return nil, "governance.choose"
	}
	return ordered, ""
}

// Make drafts documents from the answers, each as a new version: parts that
// were edited by hand stay. kept names, per document, the parts that stayed
// although the draft says something else now.
//
// Errors: ErrUnanswered, access faults.
func (s *Service) Make(ctx context.Context, who actor.Actor, w id.Workplace, kinds ...Kind) (kept map[Kind][]string, err error) {
	err = s.write(ctx, who, "draft", w, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		kept = map[Kind][]string{}
		a, err := s.Store.Answers(ctx, tx, w.ID)
		if err != nil {
			return err
		}
		if len(s.Kit.Open(a)) > 0 {
			return ErrUnanswered
		}
		facts, err := s.facts(ctx, tx, w)
		if err != nil {
			return err
		}
		for _, k := range kinds {
			t, ok := s.Kit.Template(k)
			if !ok {
				return ErrNone
			}
			draft := s.Kit.Draft(t, s.relevant(a), facts)
			old, err := s.Store.Document(ctx, tx, w.ID, k, 0)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			d := Document{
				Company: w.Company, Workplace: w.ID, Kind: k, Version: old.Version + 1, Title: or(old.Title, t.Title), Articles: t.Articles,
				Sections: draft, Base: draft, Kit: s.Kit.Version, Answers: s.relevant(a), How: FromKit, MadeAt: tx.Now(), MadeBy: who.Account,
			}
			if old.Version > 0 {
				var stay []string
				if d.Sections, stay = Renew(old.Sections, old.Base, draft); len(stay) > 0 {
					kept[k] = stay
				}
			}
			if old.Version > 0 && slices.Equal(old.Sections, d.Sections) && sameAnswers(old.Answers, d.Answers) {
				continue
			}
			tx.Touch(string(w.ID), string(k))
			if err := s.Store.InsertDocument(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
	return kept, err
}

// DocumentView is a text with its versions.
type DocumentView struct {
	Place    directory.Workplace
	Document Document
	Versions []Document // newest first
}

// DocumentOf reads a version of a text; 0 is the newest. Errors: ErrNone, access.ErrHidden.
func (s *Service) DocumentOf(ctx context.Context, who actor.Actor, w id.Workplace, k Kind, version int) (DocumentView, error) {
	var out DocumentView
	err := s.read(ctx, who, access.SeeProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) error {
		list, err := s.Store.Documents(ctx, tx, w.ID, k)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.Version == version || version == 0 {
				out = DocumentView{Place: w, Document: d, Versions: list}
				return nil
			}
		}
		return ErrNone
	})
	return out, err
}

// EditInput is a text edited by hand.
type EditInput struct {
	Workplace id.Workplace
	Kind      Kind
	Base      int // the version that was on the screen
	Title     string
	Sections  []Section // empty ones are left out; new ones have no key
}

// Check looks for what is missing.
func (in EditInput) Check() error {
	var f fault.Fields
	if in.Title == "" {
		f.Add("title", "form.required")
	}
	n := 0
	for i, x := range in.Sections {
		if x.Heading == "" && x.Text == "" {
			continue
		}
		n++
		if x.Heading == "" {
			f.Add(headingField(i), "governance.heading_needed")
		}
		if x.Text == "" {
			f.Add(textField(i), "governance.text_needed")
		}
		if utf8.RuneCountInString(x.Text) > 5000 {
			f.Add(textField(i), "governance.too_long", 5000)
		}
	}
	if n == 0 {
		f.Add("title", "governance.text_needed")
	}
	return f.Err()
}

func headingField(i int) string { return "heading-" + number(i) }
func textField(i int) string    { return "text-" + number(i) }

// Edit saves a text as a new version.
//
// Errors: an Invalid fault; ErrNone, ErrOldDocument, ErrSame, access faults.
func (s *Service) Edit(ctx context.Context, who actor.Actor, in EditInput) (Document, error) {
	if err := in.Check(); err != nil {
		return Document{}, err
	}
	var out Document
	err := s.write(ctx, who, "edit", in.Workplace, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		d, err := s.Store.Document(ctx, tx, w.ID, in.Kind, 0)
		if err != nil {
			return err
		}
		if d.Version != in.Base {
			return ErrOldDocument
		}
		sections := keyed(d.Sections, in.Sections)
		if d.Title == in.Title && slices.Equal(d.Sections, sections) {
			return ErrSame
		}
		d.Version, d.Title, d.Sections, d.How, d.MadeAt, d.MadeBy = d.Version+1, in.Title, sections, Edited, tx.Now(), who.Account
		tx.Touch(string(w.ID), string(in.Kind))
		out = d
		return s.Store.InsertDocument(ctx, tx, d)
	})
	return out, err
}

// keyed gives edited sections their keys and what they are about. A section
// that somebody added concerns workers: nobody said that it does not.
func keyed(old, edited []Section) []Section {
	was := byKey(old)
	used := map[string]bool{}
	for _, o := range old {
		used[o.Key] = true
	}
	var out []Section
	for _, x := range edited {
		if x.Heading == "" && x.Text == "" {
			continue
		}
		if o, ok := was[x.Key]; ok {
			x.Workers = o.Workers
		} else {
			n := 1
			for used["own-"+number(n)] {
				n++
			}
			x.Key, x.Workers = "own-"+number(n), true
			used[x.Key] = true
		}
		out = append(out, x)
	}
	return out
}

// Compare is the differences between two versions of a text. Errors: ErrNone, access.ErrHidden.
func (s *Service) Compare(ctx context.Context, who actor.Actor, w id.Workplace, k Kind, older, newer int) (a, b Document, diff []DiffSection, err error) {
	err = s.read(ctx, who, access.SeeProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) error {
		if a, err = s.Store.Document(ctx, tx, w.ID, k, older); err != nil {
			return err
		}
		if b, err = s.Store.Document(ctx, tx, w.ID, k, newer); err != nil {
			return err
		}
		diff = Diff(a.Sections, b.Sections)
		return nil
	})
	return a, b, diff, err
}
