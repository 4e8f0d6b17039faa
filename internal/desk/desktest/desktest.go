// Package desktest holds what the desks show in tests: one invented company on
// one Wednesday, and sources that give it, or nothing at all. It is imported by
// tests only; people and companies are invented.
package desktest

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/desk/deskweb"
	"mendan/internal/id"
)

// The day on which everything in these tests happens: Wednesday, 13:50 in Japan.
var (
	Now   = time.Date(2026, 11, 25, 4, 50, 0, 0, time.UTC)
	Today = civil.Date{Year: 2026, Month: 11, Day: 25}
)

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.FixedZone("JST", 9*60*60))
}

func caseID(n byte) id.Case {
	return id.Case("cas_" + string([]byte{n}) + "0123456789abcdefghjkmnpqr"[:25])
}

var forms = []deskweb.Questionnaire{
	{Form: "intake", Name: "事前アンケート", Minutes: 3, Of: 18},
	{Form: "fatigue2023", Name: "疲労度のチェック", Minutes: 2, Of: 20},
}

// Fresh is an interview that was only just opened.
func Fresh() deskweb.Interview {
	return deskweb.Interview{Case: caseID('a'), Type: casework.LongHoursGeneral, State: casework.Ready, BookBy: civil.Date{Year: 2026, Month: 12, Day: 18}, Questionnaires: forms}
}

// Booked is one with a date, nothing prepared.
func Booked() deskweb.Interview {
	i := Fresh()
	i.State = casework.Booked
	i.Booking = &deskweb.Booking{From: at(25, 14, 0), To: at(25, 14, 30), Mode: casework.Online, Physician: "森 和也", Movable: true}
	i.Room = deskweb.Room{OpensAt: at(25, 13, 45)}
	return i
}

// Prepared is one with everything done, before the door opens.
func Prepared() deskweb.Interview {
	i := Booked()
	i.Booking.From, i.Booking.To = at(27, 14, 0), at(27, 14, 30)
	i.Room.OpensAt = at(27, 13, 45)
	i.CompanyRead, i.PlaceDeclared, i.ContactGiven = true, true, true
	i.Check = deskweb.Check{At: at(24, 20, 10), OK: true}
	i.Questionnaires = []deskweb.Questionnaire{{Form: "intake", Name: "事前アンケート", Of: 18, Answered: 18, Sent: true}, {Form: "fatigue2023", Name: "疲労度のチェック", Of: 20, Answered: 20, Sent: true}}
	return i
}

// ToRead is one after the interview, with a letter to read.
func ToRead() deskweb.Interview {
	i := Prepared()
	i.State, i.Letter, i.Room.Ended, i.Booking.Movable = casework.WithWorker, deskweb.LetterToRead, true, false
	return i
}

// Released is one whose letter the company has.
func Released() deskweb.Interview {
	i := ToRead()
	i.Case, i.State, i.Letter = caseID('z'), casework.WithEmployer, deskweb.LetterReleased
	i.Booking.From, i.Booking.To = at(2, 10, 0), at(2, 10, 30)
	return i
}

// Consultation is one that the employer never learns of.
func Consultation() deskweb.Interview {
	i := Fresh()
	i.Case, i.Type, i.BookBy, i.Letter = caseID('b'), casework.Consultation, civil.Date{}, deskweb.LetterNone
	i.Questionnaires = forms[:1]
	return i
}

// InPerson is one to be held in a room of the company.
func InPerson() deskweb.Interview {
	i := Booked()
	i.Booking.Mode, i.Booking.Place = casework.InPerson, "本社3階 面談室"
	i.CompanyRead = true
	i.Questionnaires = nil
	return i
}

// Sessions are one day of a physician.
func Sessions() []deskweb.Session {
	return []deskweb.Session{
		{Case: caseID('c'), From: at(25, 13, 0), To: at(25, 13, 30), Mode: casework.Online, Type: casework.LongHoursGeneral, Worker: "長谷川 剛", Kana: "ハセガワ ツヨシ", Company: "みなと精工", Workplace: "千葉工場", State: deskweb.SessionEnded, Prepared: true, Checked: true},
		{Case: caseID('a'), From: at(25, 14, 0), To: at(25, 14, 30), Mode: casework.Online, Type: casework.LongHoursGeneral, Worker: "髙橋 美咲", Kana: "タカハシ ミサキ", Company: "みなと精工", Workplace: "本社", State: deskweb.SessionWaiting, Since: Now, Prepared: true, Checked: true},
		{Case: caseID('d'), From: at(25, 14, 45), To: at(25, 15, 15), Mode: casework.Online, Type: casework.Consultation, Worker: "𠮷田 健", Kana: "ヨシダ ケン", Company: "みなと精工", Workplace: "本社", Attention: true, Prepared: true},
		{Case: caseID('e'), From: at(25, 15, 30), To: at(25, 16, 0), Mode: casework.InPerson, Type: casework.LongHoursGeneral, Worker: "山﨑 由香里", Kana: "ヤマザキ ユカリ", Company: "みなと精工", Workplace: "千葉工場"},
	}
}

// PhysicianDay is a physician in the middle of a day.
func PhysicianDay() deskweb.PhysicianDay {
	return deskweb.PhysicianDay{
		Today: Today, Sessions: Sessions(),
		Letters: []deskweb.LetterDue{
			{Case: caseID('f'), Worker: "小林 直樹", Company: "みなと精工", Held: civil.Date{Year: 2026, Month: 10, Day: 28}, Due: civil.Date{Year: 2026, Month: 11, Day: 28}, Begun: true},
			{Case: caseID('c'), Worker: "長谷川 剛", Company: "みなと精工", Held: Today, Due: civil.Date{Year: 2026, Month: 12, Day: 25}},
			{Case: caseID('g'), Worker: "中村 あかり", Company: "みなと精工", Held: Today, Comment: true},
		},
		Coming: []deskweb.Session{{Case: caseID('h'), From: at(26, 10, 0), To: at(26, 10, 30), Worker: "佐々木 亮", Company: "みなと精工"}},
	}
}

// PhysicianCase is a case with everything known.
func PhysicianCase() deskweb.PhysicianCase {
	return deskweb.PhysicianCase{
		Session: Sessions()[1], Booked: true, Today: Today, Number: "001234", Department: "設計部", Age: 34, Work: "機械設計。10月から新製品の立ち上げを担当", Hours: "10月 92時間\n9月 78時間",
		Highlights: []deskweb.Answer{{Question: "よく眠れていますか", Text: "週に3日は4時間ほど", Attention: true}, {Question: "休みの日に疲れが取れますか", Text: "あまり取れない"}},
		Scores:     []deskweb.Answer{{Question: "疲労度のチェック", Text: "4 (高い)"}}, Memo: "会議が夜に入るのがつらいです。\n上司には言いにくいです。",
		Phone: "090-1234-5678", Contact: "夫 髙橋 誠 080-1111-2222", Place: "自宅(一人の部屋)", Past: []deskweb.PastInterview{{Case: caseID('z'), Day: civil.Date{Year: 2026, Month: 5, Day: 12}, Type: casework.LongHoursGeneral}},
	}
}

// HRDesk is HR with something late, something due and something waiting.
func HRDesk() deskweb.HRDesk {
	return deskweb.HRDesk{
		Company: "みなと精工", Today: Today,
		Deadlines: []deskweb.Deadline{
			{Case: caseID('m'), Duty: deskweb.DutyInform, Due: civil.Date{Year: 2026, Month: 11, Day: 22}, Worker: "伊藤 翔太", Department: "製造部"},
			{Case: caseID('j'), Duty: deskweb.DutyReceive, Due: civil.Date{Year: 2026, Month: 11, Day: 28}, Worker: "小林 直樹", Department: "営業部"},
			{Case: caseID('k'), Duty: deskweb.DutyBook, Due: civil.Date{Year: 2026, Month: 12, Day: 4}, Worker: "加藤 恵", Department: "品質保証部"},
			{Case: caseID('a'), Duty: deskweb.DutyHold, Due: civil.Date{Year: 2026, Month: 12, Day: 18}, Worker: "髙橋 美咲", Department: "設計部"},
		},
		Cases: []deskweb.HRLine{
			{Case: caseID('a'), Worker: "髙橋 美咲", Number: "001234", Department: "設計部", Workplace: "本社", State: casework.Booked, From: at(25, 14, 0)},
			{Case: caseID('k'), Worker: "加藤 恵", Number: "000871", Department: "品質保証部", Workplace: "本社", State: casework.Ready},
			{Case: caseID('j'), Worker: "小林 直樹", Number: "001102", Department: "営業部", Workplace: "本社", State: casework.WithEmployer, From: at(2, 10, 0)},
			{Case: caseID('m'), Worker: "伊藤 翔太", Number: "002045", Department: "製造部", Workplace: "千葉工場", State: casework.MeasureDecided, From: at(2, 11, 0)},
		},
	}
}

// HRCase is a case whose letter has come.
func HRCase() deskweb.HRCase {
	d := HRDesk()
	return deskweb.HRCase{
		HRLine: d.Cases[2], Today: Today, Kana: "コバヤシ ナオキ", Mode: casework.Online, Physician: "森 和也",
		AppliedOn: civil.Date{Year: 2026, Month: 10, Day: 20}, HeldOn: civil.Date{Year: 2026, Month: 11, Day: 2}, Letter: true,
		Deadlines: d.Deadlines[1:2], Measures: []string{"時間外労働は月20時間まで(2026年12月1日から2027年2月28日まで)"},
	}
}

// Entering is one whose door is open and whose physician is there.
func Entering() deskweb.Interview {
	i := Prepared()
	i.Booking.From, i.Booking.To = at(25, 14, 0), at(25, 14, 30)
	i.Room = deskweb.Room{OpensAt: at(25, 13, 45), Open: true, PhysicianThere: true}
	return i
}
