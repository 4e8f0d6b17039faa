package opiniontest

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/opinion"
)

// Tokyo is the zone of the workplaces.
var Tokyo = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		panic(err)
	}
	return zone
}()

// Facts of a held interview of 髙﨑 𠮷彦 at みなと精工株式会社, on Monday 2026-11-23.
func Facts(typ string) opinion.Facts {
	return opinion.Facts{
		Case: id.New[id.Case](), Type: typ, State: casework.Held, Company: id.New[id.Company](), Workplace: id.New[id.Workplace](),
		Employee: id.New[id.Employee](), Manager: id.New[id.Employee](), Physician: id.New[id.Physician](),
		CompanyName: "みなと精工株式会社", WorkplaceName: "千葉工場", Department: "製造部 第二製造課", EmployeeName: "髙﨑 𠮷彦",
		Sex: "M", Born: civil.Date{Year: 1984, Month: 4, Day: 12},
		PhysicianName: "渡邉 千尋", Affiliation: "みなと精工株式会社 産業医", Register: "412345",
		Zone: Tokyo, Held: civil.Date{Year: 2026, Month: 11, Day: 23}, Online: true, Done: true,
	}
}

// LongHours is a complete report and letter after long working hours.
func LongHours() opinion.Content {
	return opinion.Content{
		Private: opinion.Private{
			WorkDetail:    "9月の納期変更以降、22時以降の退社が週4日。片道75分の通勤。上長の指示の出し方に戸惑いがあるとのこと。",
			FatigueDetail: "疲労蓄積度チェックは高い区分。睡眠は平日4時間半。",
			Finding:       opinion.FindingsSome,
			FindingDetail: "中途覚醒が週に4回。日中の眠気が強い。希死念慮なし。食欲は保たれている。",
			Advice:        "帰宅後の画面作業を減らすこと、休日の起床時刻をそろえることを助言した。",
			Remarks:       "4週間後に睡眠の様子を確認する。",
		},
		Facing: opinion.Facing{
			WorkStatus:  "直近1か月の時間外・休日労働は92時間。10月の納期変更により、月の後半に深夜に及ぶ日が続いた。",
			Fatigue:     "2",
			OtherState:  opinion.StateConsider,
			StateText:   "休養の時間を確保するため、下記の措置が必要です。",
			Guidance:    []string{"HEALTH_GUIDANCE", "RE_INTERVIEW"},
			InterviewBy: civil.Date{Year: 2026, Month: 12, Day: 21},

			Classification: opinion.Restricted,
			Measures: []opinion.Measure{
				{Code: "LIMIT_OVERTIME", Hours: 20},
				{Code: "LIMIT_WORKING_HOURS", From: 8*60 + 30, To: 20 * 60},
				{Code: "OTHER_MEASURE", Text: "宿泊を伴う出張は控え、日帰りの範囲にしてください。"},
			},
			From: civil.Date{Year: 2026, Month: 11, Day: 25}, Until: civil.Date{Year: 2026, Month: 12, Day: 24},
			Review:      civil.Date{Year: 2026, Month: 12, Day: 17},
			Environment: "第二製造課では月末に業務が集中しています。工程の平準化と応援体制をご検討ください。",
			Visits:      "",
			Others:      "措置の期間が終わる前に、改めて面談の日程をご案内します。",
		},
	}
}

// Consultation is a complete report of a consultation; nothing goes to the employer.
func Consultation() opinion.Content {
	return opinion.Content{Private: opinion.Private{
		Consultation: "家族の介護と勤務の両立についての相談。制度の窓口を案内した。",
		Advice:       "短時間勤務制度の説明を人事から受けることを勧めた。",
	}}
}

// Draft is a first version that has been saved once.
func Draft() opinion.Letter {
	f := Facts("LONG_HOURS_GENERAL")
	return opinion.Letter{
		ID: id.New[id.Letter](), Case: f.Case, Company: f.Company, Workplace: f.Workplace, Employee: f.Employee, Physician: f.Physician,
		Type: f.Type, Statutory: true, Version: 1, Saved: 1, Content: LongHours(), CreatedAt: at(0), SavedAt: at(0),
	}
}

// Signed is l signed and offered.
func Signed(l opinion.Letter) opinion.Letter {
	l.SignedAt, l.OfferedAt, l.SavedAt = at(1), at(1), at(1)
	l.Number = "MD-" + string(l.ID[4:12]) + "-1"
	l.Head = opinion.Head{Company: "みなと精工株式会社", Employee: "髙﨑 𠮷彦", Sex: "M", Age: 42, Held: day(-8), Online: true, Version: l.Version, SchemaVersion: 1}
	return l
}

// Decided is l with every field of its life filled.
func Decided(l opinion.Letter) opinion.Letter {
	l = Signed(l)
	l.Reason, l.Urgent, l.UrgentReason, l.WordReason = "期間の訂正", true, "すぐに休養が必要", "制度の名前のため"
	l.Content.Consent = opinion.Consent{Given: true, On: day(-8), How: "SPOKEN"}
	l.Reading = opinion.Reading{OfferedAt: at(1), ShownAt: at(2), Comment: "わかりました", CommentAt: at(3), Shared: true, ConfirmedAt: at(4)}
	l.Release = opinion.Release{ReleasedAt: at(4), Ground: opinion.Confirmed, SupersededAt: at(9)}
	l.Receipt = opinion.Receipt{ReceivedAt: at(5), ReceivedBy: id.New[id.Account]()}
	l.Decision = opinion.Decision{
		HeardOn: day(0), Heard: "本人も希望している", ManagerAsked: true, NoneReason: "なし", Deviation: "繁忙期のため",
		DecidedAt: at(6), DecidedBy: id.New[id.Account](), InformedAt: at(6),
	}
	return l
}
