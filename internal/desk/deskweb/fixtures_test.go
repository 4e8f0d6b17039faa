package deskweb

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
)

// The day on which everything in these tests happens: Wednesday, 13:50 in Japan.
var (
	now   = time.Date(2026, 11, 25, 4, 50, 0, 0, time.UTC)
	today = civil.Date{Year: 2026, Month: 11, Day: 25}
)

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, japan)
}

func caseID(n byte) id.Case {
	return id.Case("cas_" + string([]byte{n}) + "0123456789abcdefghjkmnpqr"[:25])
}

var forms = []Questionnaire{
	{Form: "intake", Name: "事前アンケート", Minutes: 3, Of: 18},
	{Form: "fatigue2023", Name: "疲労度のチェック", Minutes: 2, Of: 20},
}

// fresh is an interview that was only just opened.
func fresh() Interview {
	return Interview{Case: caseID('a'), Type: casework.LongHoursGeneral, State: casework.Ready, BookBy: civil.Date{Year: 2026, Month: 12, Day: 18}, Questionnaires: forms}
}

// booked is one with a date, nothing prepared.
func booked() Interview {
	i := fresh()
	i.State = casework.Booked
	i.Booking = &Booking{From: at(25, 14, 0), To: at(25, 14, 30), Mode: casework.Online, Physician: "森 和也", Movable: true}
	i.Room = Room{OpensAt: at(25, 13, 45)}
	return i
}

// prepared is one with everything done, before the door opens.
func prepared() Interview {
	i := booked()
	i.Booking.From, i.Booking.To = at(27, 14, 0), at(27, 14, 30)
	i.Room.OpensAt = at(27, 13, 45)
	i.CompanyRead, i.PlaceDeclared, i.ContactGiven = true, true, true
	i.Check = Check{At: at(24, 20, 10), OK: true}
	i.Questionnaires = []Questionnaire{{Form: "intake", Name: "事前アンケート", Of: 18, Answered: 18, Sent: true}, {Form: "fatigue2023", Name: "疲労度のチェック", Of: 20, Answered: 20, Sent: true}}
	return i
}

// toRead is one after the interview, with a letter to read.
func toRead() Interview {
	i := prepared()
	i.State, i.Letter, i.Room.Ended, i.Booking.Movable = casework.WithWorker, LetterToRead, true, false
	return i
}

func released() Interview {
	i := toRead()
	i.Case, i.State, i.Letter = caseID('z'), casework.WithEmployer, LetterReleased
	i.Booking.From, i.Booking.To = at(2, 10, 0), at(2, 10, 30)
	return i
}

func consultation() Interview {
	i := fresh()
	i.Case, i.Type, i.BookBy, i.Letter = caseID('b'), casework.Consultation, civil.Date{}, LetterNone
	i.Questionnaires = forms[:1]
	return i
}

func inPersonOne() Interview {
	i := booked()
	i.Booking.Mode, i.Booking.Place = casework.InPerson, "本社3階 面談室"
	i.CompanyRead = true
	i.Questionnaires = nil
	return i
}

func sessions() []Session {
	return []Session{
		{Case: caseID('c'), From: at(25, 13, 0), To: at(25, 13, 30), Mode: casework.Online, Type: casework.LongHoursGeneral, Worker: "長谷川 剛", Kana: "ハセガワ ツヨシ", Company: "みなと精工", Workplace: "千葉工場", State: SessionEnded, Prepared: true, Checked: true},
		{Case: caseID('a'), From: at(25, 14, 0), To: at(25, 14, 30), Mode: casework.Online, Type: casework.LongHoursGeneral, Worker: "髙橋 美咲", Kana: "タカハシ ミサキ", Company: "みなと精工", Workplace: "本社", State: SessionWaiting, Since: now, Prepared: true, Checked: true},
		{Case: caseID('d'), From: at(25, 14, 45), To: at(25, 15, 15), Mode: casework.Online, Type: casework.Consultation, Worker: "𠮷田 健", Kana: "ヨシダ ケン", Company: "みなと精工", Workplace: "本社", Attention: true, Prepared: true},
		{Case: caseID('e'), From: at(25, 15, 30), To: at(25, 16, 0), Mode: casework.InPerson, Type: casework.LongHoursGeneral, Worker: "山﨑 由香里", Kana: "ヤマザキ ユカリ", Company: "みなと精工", Workplace: "千葉工場"},
	}
}

func physicianDay() PhysicianDay {
	return PhysicianDay{
		Today: today, Sessions: sessions(),
		Letters: []LetterDue{
			{Case: caseID('f'), Worker: "小林 直樹", Company: "みなと精工", Held: civil.Date{Year: 2026, Month: 10, Day: 28}, Due: civil.Date{Year: 2026, Month: 11, Day: 28}, Begun: true},
			{Case: caseID('c'), Worker: "長谷川 剛", Company: "みなと精工", Held: today, Due: civil.Date{Year: 2026, Month: 12, Day: 25}},
			{Case: caseID('g'), Worker: "中村 あかり", Company: "みなと精工", Held: today, Comment: true},
		},
		Coming: []Session{{Case: caseID('h'), From: at(26, 10, 0), To: at(26, 10, 30), Worker: "佐々木 亮", Company: "みなと精工"}},
	}
}

func physicianCase() PhysicianCase {
	return PhysicianCase{
		Session: sessions()[1], Booked: true, Today: today, Number: "001234", Department: "設計部", Age: 34, Work: "機械設計。10月から新製品の立ち上げを担当", Hours: "10月 92時間\n9月 78時間",
		Highlights: []Answer{{"よく眠れていますか", "週に3日は4時間ほど", true}, {"休みの日に疲れが取れますか", "あまり取れない", false}},
		Scores:     []Answer{{"疲労度のチェック", "4 (高い)", false}}, Memo: "会議が夜に入るのがつらいです。\n上司には言いにくいです。",
		Phone: "090-1234-5678", Contact: "夫 髙橋 誠 080-1111-2222", Place: "自宅(一人の部屋)", Past: []PastInterview{{caseID('z'), civil.Date{Year: 2026, Month: 5, Day: 12}, casework.LongHoursGeneral}},
	}
}

func hrDesk() HRDesk {
	return HRDesk{
		Company: "みなと精工", Today: today,
		Deadlines: []Deadline{
			{caseID('i'), DutyInform, civil.Date{Year: 2026, Month: 11, Day: 22}, "伊藤 翔太", "製造部"},
			{caseID('j'), DutyReceive, civil.Date{Year: 2026, Month: 11, Day: 28}, "小林 直樹", "営業部"},
			{caseID('k'), DutyBook, civil.Date{Year: 2026, Month: 12, Day: 4}, "加藤 恵", "品質保証部"},
			{caseID('a'), DutyHold, civil.Date{Year: 2026, Month: 12, Day: 18}, "髙橋 美咲", "設計部"},
		},
		Cases: []HRLine{
			{caseID('a'), "髙橋 美咲", "001234", "設計部", "本社", casework.Booked, at(25, 14, 0), nil},
			{caseID('k'), "加藤 恵", "000871", "品質保証部", "本社", casework.Ready, time.Time{}, nil},
			{caseID('j'), "小林 直樹", "001102", "営業部", "本社", casework.WithEmployer, at(2, 10, 0), nil},
			{caseID('i'), "伊藤 翔太", "002045", "製造部", "千葉工場", casework.MeasureDecided, at(2, 11, 0), nil},
		},
	}
}

func hrCase() HRCase {
	d := hrDesk()
	return HRCase{
		HRLine: d.Cases[2], Today: today, Kana: "コバヤシ ナオキ", Mode: casework.Online, Physician: "森 和也",
		AppliedOn: civil.Date{Year: 2026, Month: 10, Day: 20}, HeldOn: civil.Date{Year: 2026, Month: 11, Day: 2}, Letter: true,
		Deadlines: d.Deadlines[1:2], Measures: []string{"時間外労働は月20時間まで(2026年12月1日から2027年2月28日まで)"},
	}
}
