package casework

// Type is a kind of interview (glossary: LONG_HOURS_*, HIGH_STRESS ...).
type Type string

// The types that this release can hold. The others stand in the table as data.
const (
	LongHoursGeneral Type = "LONG_HOURS_GENERAL"
	Consultation     Type = "CONSULTATION"
)

// TypeRow is what the table says about a type.
type TypeRow struct {
	ID          Type
	Name        string // Japanese name, for those who may know the type
	Service     string // neutral name, for calendars, mails and everyone else
	Statutory   bool   // an interview the Act demands; the employer may know that it takes place
	Application bool   // needs the worker's own application (申出)
	Held        bool   // this release carries it from end to end
	Source      string // in docs/sources.md
}

// Types is the table of interview types, in the order they are shown.
//
// Source: S01 (Act 66-8, 66-8-2, 66-8-4, 66-9, 66-10, 66-5, 13-3).
var types = []TypeRow{
	{LongHoursGeneral, "長時間労働者の面接指導", "産業医との打合せ", true, true, true, "S01 Act 66-8(1); S02 Ordinance 52-2, 52-3"},
	{"LONG_HOURS_RND", "研究開発業務従事者の面接指導", "産業医との打合せ", true, false, false, "S01 Act 66-8-2(1); S02 Ordinance 52-7-2"},
	{"LONG_HOURS_HIGHLY_PROFESSIONAL", "高度プロフェッショナル制度対象者の面接指導", "産業医との打合せ", true, false, false, "S01 Act 66-8-4(1); S02 Ordinance 52-7-4"},
	{"HIGH_STRESS", "高ストレス者の面接指導", "産業医との打合せ", true, true, false, "S01 Act 66-10(3); S02 Ordinance 52-15, 52-16"},
	{"EFFORT_EQUIVALENT", "面接指導に準ずる措置", "産業医との打合せ", false, true, false, "S01 Act 66-9; S02 Ordinance 52-8"},
	{"HEALTH_CHECK_FOLLOWUP", "健康診断後の面談", "産業医との打合せ", false, false, false, "S01 Act 66-4, 66-5, 66-7; S02 Ordinance 51-2"},
	{"LEAVE", "休職に関する面談", "産業医との打合せ", false, false, false, "S01 Act 13(1); S02 Ordinance 14(1)"},
	{"RETURN_TO_WORK", "復職に関する面談", "産業医との打合せ", false, false, false, "S01 Act 13(1); S02 Ordinance 14(1)"},
	{"FOLLOW_UP", "復職後のフォロー面談", "産業医との打合せ", false, false, false, "S01 Act 13(1); S02 Ordinance 14(1)"},
	{Consultation, "健康相談", "産業医との打合せ", false, false, true, "S01 Act 13-3, 69(1); S02 Ordinance 14(1)(vii), 98-2(2)(ii)"},
}

// Types gives all types in the order they are shown.
func Types() []TypeRow { return append([]TypeRow(nil), types...) }

// Find gives the row of a type.
func Find(t Type) (TypeRow, bool) {
	for _, r := range types {
		if r.ID == t {
			return r, true
		}
	}
	return TypeRow{}, false
}

// Statutory tells whether the Act demands interviews of this type. An unknown
// type is not statutory: the stricter reading for what the employer may know.
func (t Type) Statutory() bool {
	r, _ := Find(t)
	return r.Statutory
}

// Name is the type's Japanese name, only for those who may know the type.
func (t Type) Name() string {
	r, _ := Find(t)
	return r.Name
}
