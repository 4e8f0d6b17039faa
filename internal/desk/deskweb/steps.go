package deskweb

import (
	"context"
	"slices"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// step is one line of the worker's task list, with what the big card says when its turn comes.
type step struct {
	ui.Task
	id   string
	verb string // heading of the card: what to do
	why  string // one sentence below it
	do   string // the button
}

// prior is the order in which open steps are proposed. Whoever may enter now enters first.
var prior = []string{"room", "letter", "booking", "questionnaire", "company", "place", "contact", "check"}

// steps says for each step of an interview whether it is done, open, or not
// open yet and why and when, and which one comes next.
func steps(ctx context.Context, i Interview) []step {
	base := "/interviews/" + string(i.Case)
	list := []step{
		booking(ctx, i, base), company(ctx, i, base),
	}
	for _, q := range i.Questionnaires {
		list = append(list, form(ctx, q, base))
	}
	list = append(list, place(ctx, i, base), contact(ctx, i, base), check(ctx, i, base), room(ctx, i, base), letter(ctx, i, base))
	order := prior
	if ended(i) {
		closeSteps(list)
		order = []string{"letter"}
	}
	if n := nextStep(list, order); n >= 0 {
		list[n].State = ui.Now
	}
	return list
}

// nextStep is the place of the step to propose, -1 when there is nothing to do but wait.
func nextStep(list []step, order []string) int {
	for _, id := range order {
		if n := slices.IndexFunc(list, func(s step) bool { return s.id == id && (s.State == ui.Todo || s.State == ui.Doing) }); n >= 0 {
			return n
		}
	}
	return -1
}

// chosenStep is the place of the step that steps marked, -1 when none.
func chosenStep(list []step) int {
	return slices.IndexFunc(list, func(s step) bool { return s.State == ui.Now })
}

// ended tells whether preparing makes no sense any more.
func ended(i Interview) bool {
	switch i.State {
	case casework.Waiting, casework.Ready, casework.Booked, casework.InSession:
		return false
	default:
		return true
	}
}

// closeSteps takes open preparations off the list once the interview is over.
func closeSteps(list []step) {
	for n := range list {
		if s := &list[n]; s.id != "letter" && s.id != "company" && s.State != ui.Done {
			s.State, s.Href, s.Note = ui.None, "", ""
		}
	}
}

func booking(ctx context.Context, i Interview, base string) step {
	s := step{
		id:   "booking",
		Task: ui.Task{Name: lang.T(ctx, "予約"), Href: base + "/booking"},
		verb: lang.T(ctx, "面談の日時を選ぶ"),
		why:  lang.T(ctx, "空いている時間から選べます。1分ほどです。"),
		do:   lang.T(ctx, "日時を選ぶ"),
	}
	if b := i.Booking; b != nil {
		s.State = ui.Done
		s.Note = ui.DayShort(ctx, civil.DateOf(b.From, zone(i.Zone))) + " " + ui.ClockSpan(ctx, b.From, b.To, zone(i.Zone)) + " " + modeWord(ctx, b.Mode)
		if !b.Movable {
			s.Href = ""
		}
		return s
	}
	s.Note = lang.T(ctx, "まだ決まっていません。")
	if !i.BookBy.IsZero() {
		s.Note = lang.T(ctx, "%sまでに受けられるように選びます。", ui.DayShort(ctx, i.BookBy))
		s.why = lang.T(ctx, "%sまでに受けると、期限に間に合います。1分ほどです。", ui.DayShort(ctx, i.BookBy))
	}
	return s
}

func company(ctx context.Context, i Interview, base string) step {
	s := step{
		id:   "company",
		Task: ui.Task{Name: lang.T(ctx, "会社に伝わること・伝わらないこと"), Href: base + "/company", Note: lang.T(ctx, "1ページで読めます。")},
		verb: lang.T(ctx, "会社に伝わることを確かめる"),
		why:  lang.T(ctx, "話した内容がそのまま会社に伝わることはありません。1ページで確かめられます。"),
		do:   lang.T(ctx, "読む"),
	}
	if i.Type == casework.Consultation {
		s.why = lang.T(ctx, "この相談をしたことは、会社には伝わりません。1ページで確かめられます。")
	}
	if i.CompanyRead {
		s.State = ui.Done
	}
	return s
}

func form(ctx context.Context, q Questionnaire, base string) step {
	s := step{
		id:   "questionnaire",
		Task: ui.Task{Name: q.Name, Href: base + "/questionnaire/" + q.Form},
		verb: lang.T(ctx, "「%s」に答える", q.Name),
		why:  lang.T(ctx, "途中で止めても、続きから答えられます。読むのは産業医と保健師だけです。"),
		do:   lang.T(ctx, "答える"),
	}
	s.Note = lang.T(ctx, "読むのは産業医と保健師だけです。")
	if q.Minutes > 0 {
		s.Note = lang.T(ctx, "%d分ほど。読むのは産業医と保健師だけです。", q.Minutes)
	}
	switch {
	case q.Sent:
		s.State, s.Note = ui.Done, lang.T(ctx, "送りました。")
		if !q.Closed {
			s.Note = lang.T(ctx, "送りました。面談の前なら直せます。")
		}
	case q.Closed:
		s.State, s.Href, s.Note = ui.None, "", ""
	case q.Answered > 0:
		s.State, s.Note = ui.Doing, lang.T(ctx, "%d問のうち%d問まで答えました。", q.Of, q.Answered)
		s.do = lang.T(ctx, "続きから答える")
	case q.Optional:
		s.id = "extra" // offered in the list, never proposed
		s.Note = lang.T(ctx, "答えなくてもかまいません。")
	}
	return s
}

func place(ctx context.Context, i Interview, base string) step {
	s := step{
		id:   "place",
		Task: ui.Task{Name: lang.T(ctx, "話す場所"), Href: base + "/place", Note: lang.T(ctx, "ほかの人に声が聞こえない部屋を決めます。")},
		verb: lang.T(ctx, "話す場所を決める"),
		why:  lang.T(ctx, "ほかの人に声が聞こえない部屋が必要です。なければ部屋の用意を希望できます。"),
		do:   lang.T(ctx, "場所を決める"),
	}
	if inPerson(i) {
		return needless(ctx, s)
	}
	switch {
	case i.PlaceDeclared && i.AddressDue:
		s.Name, s.Href, s.Note = lang.T(ctx, "今日いる場所"), base+"/place/today", lang.T(ctx, "もしものとき、助けを呼ぶためだけに使います。")
		s.verb, s.why, s.do = lang.T(ctx, "今日いる場所を伝える"), s.Note, lang.T(ctx, "場所を伝える")
	case i.PlaceDeclared:
		s.State, s.Note = ui.Done, lang.T(ctx, "当日まで変えられます。")
	}
	return s
}

func contact(ctx context.Context, i Interview, base string) step {
	s := step{
		id:   "contact",
		Task: ui.Task{Name: lang.T(ctx, "電話番号と緊急時の連絡先"), Href: base + "/contact", Note: lang.T(ctx, "映像が切れたときに、産業医からおかけする番号です。")},
		verb: lang.T(ctx, "電話番号を登録する"),
		why:  lang.T(ctx, "映像が切れたときに、産業医からおかけする番号です。ふだんは使いません。"),
		do:   lang.T(ctx, "登録する"),
	}
	if inPerson(i) {
		return needless(ctx, s)
	}
	if i.ContactGiven {
		s.State, s.Note = ui.Done, lang.T(ctx, "当日まで変えられます。")
	}
	return s
}

func check(ctx context.Context, i Interview, base string) step {
	s := step{
		id:   "check",
		Task: ui.Task{Name: lang.T(ctx, "40秒の事前の確認"), Href: base + "/check", Note: lang.T(ctx, "カメラ・マイク・回線・部屋の静かさを、まとめて確かめます。前の日がおすすめです。")},
		verb: lang.T(ctx, "カメラとマイクを確かめる"),
		why:  lang.T(ctx, "面談で使う機器と場所で、40秒ほどで確かめます。映像も音も残りません。"),
		do:   lang.T(ctx, "確かめる"),
	}
	switch {
	case inPerson(i):
		return needless(ctx, s)
	case i.Booking == nil:
		s.State, s.Note = ui.Later, lang.T(ctx, "予約が決まると開きます。")
	case i.Check.OK:
		s.State, s.Note = ui.Done, lang.T(ctx, "%sに確かめました。当日もう一度確かめると安心です。", ui.DayShort(ctx, civil.DateOf(i.Check.At, zone(i.Zone))))
	case !i.Check.At.IsZero():
		s.State, s.Note = ui.Doing, lang.T(ctx, "前回はうまくいかないところがありました。直し方をご案内します。")
		s.do = lang.T(ctx, "もう一度確かめる")
	}
	return s
}

func room(ctx context.Context, i Interview, base string) step {
	s := step{
		id:   "room",
		Task: ui.Task{Name: lang.T(ctx, "入室"), Href: base + "/room"},
		verb: lang.T(ctx, "面談の部屋に入る"),
		why:  lang.T(ctx, "入ると待合室です。産業医が迎えるまで、映像は相手に届きません。"),
		do:   lang.T(ctx, "部屋に入る"),
	}
	switch {
	case i.Room.Ended:
		s.State, s.Href, s.Note = ui.Done, "", lang.T(ctx, "面談は終わりました。")
	case i.Booking == nil:
		s.State, s.Note = ui.Later, lang.T(ctx, "予約が決まると、入れる時刻をここに出します。")
	case i.Booking.Mode == casework.InPerson:
		s.State, s.Href = ui.None, ""
		s.Note = lang.T(ctx, "対面で行います。%s", i.Booking.Place)
	case i.Room.Open:
		s.Note = lang.T(ctx, "いま入れます。")
		if i.Room.PhysicianThere {
			s.why = lang.T(ctx, "産業医は部屋にいます。入ると待合室です。")
		}
	default:
		s.State = ui.Later
		s.Note = lang.T(ctx, "%sから入れます。", dayAndClock(ctx, i.Room.OpensAt, i.Zone))
	}
	return s
}

func letter(ctx context.Context, i Interview, base string) step {
	s := step{
		id:   "letter",
		Task: ui.Task{Name: lang.T(ctx, "意見書"), Href: base + "/letter"},
		verb: lang.T(ctx, "会社に渡る前に、意見書を読む"),
		why:  lang.T(ctx, "会社が受け取る文面です。気になるところは産業医に伝えられます。"),
		do:   lang.T(ctx, "意見書を読む"),
	}
	switch i.Letter {
	case LetterToRead:
		s.Note = lang.T(ctx, "会社に渡る前に読めます。")
	case LetterReleased:
		s.State, s.Note = ui.Done, lang.T(ctx, "会社に渡りました。いつでも読めます。")
	case LetterNone:
		s.State, s.Href, s.Note = ui.None, "", lang.T(ctx, "会社に渡る文書はありません。")
	case LetterNotYet:
		s.State, s.Note = ui.Later, lang.T(ctx, "面談のあとに産業医が書きます。会社より先に読めます。")
		if i.Type == casework.Consultation {
			s.Note = lang.T(ctx, "相談では、同意があるときだけ産業医が書きます。")
		}
	}
	return s
}

func needless(ctx context.Context, s step) step {
	s.State, s.Href, s.Note = ui.None, "", lang.T(ctx, "対面では必要ありません。")
	return s
}

func inPerson(i Interview) bool { return i.Booking != nil && i.Booking.Mode == casework.InPerson }

func tasks(list []step) []ui.Task {
	var out []ui.Task
	for _, s := range list {
		out = append(out, s.Task)
	}
	return out
}

// left counts what is still to do before the interview.
func left(list []step) int {
	n := 0
	for _, s := range list {
		if s.State == ui.Todo || s.State == ui.Doing || s.State == ui.Now {
			n++
		}
	}
	return n
}

// waitWords says what is being waited for when nothing is to do.
func waitWords(ctx context.Context, v interviewView) (heading, text string) {
	switch {
	case v.State == casework.Abandoned:
		return lang.T(ctx, "この面談は取り下げられました"), lang.T(ctx, "また話したくなったら、いつでも申し込めます。")
	case v.Letter == LetterReleased:
		return lang.T(ctx, "面談は終わりました"), lang.T(ctx, "会社は意見書をもとに、働き方の措置を決めます。")
	case v.Letter == LetterNone && ended(v.Interview):
		return lang.T(ctx, "相談は終わりました"), lang.T(ctx, "会社に渡る文書はありません。")
	case ended(v.Interview):
		return lang.T(ctx, "面談は終わりました"), lang.T(ctx, "産業医が意見書を書いています。書き終わると、会社より先に読めます。")
	case inPerson(v.Interview):
		return lang.T(ctx, "準備はすべて済みました"), lang.T(ctx, "%sに、%sへお越しください。", dayAndClock(ctx, v.Booking.From, v.Zone), v.Booking.Place)
	case v.Booking != nil:
		return lang.T(ctx, "準備はすべて済みました"), lang.T(ctx, "%sから入れます。それまで、することはありません。", dayAndClock(ctx, v.Room.OpensAt, v.Zone))
	}
	return lang.T(ctx, "お待ちください"), ""
}
