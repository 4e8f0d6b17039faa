package opinion_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniondata"
	"mendan/internal/opinion/opiniontest"
)

func words(t testing.TB) *opinion.Vocabulary {
	t.Helper()
	v, err := opiniondata.Load()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTablesAreComplete(t *testing.T) {
	t.Parallel()
	v := words(t)
	for g, want := range map[opinion.Group]int{
		opinion.Classifications: 3, opinion.Fatigues: 4, opinion.States: 2, opinion.Findings: 2, opinion.Guidances: 5,
		opinion.TimeMeasures: 7, opinion.OtherMeasures: 5,
	} {
		if got := len(v.Terms(g)); got != want {
			t.Errorf("%s has %d choices, want %d", g, got, want)
		}
	}
	if v.Kinds() < 12 {
		t.Errorf("only %d types of interview", v.Kinds())
	}
	if k := v.Kind("LONG_HOURS_GENERAL"); !k.Statutory || !k.Open {
		t.Errorf("long hours: %+v", k)
	}
	if k := v.Kind("CONSULTATION"); k.Statutory || !k.Open {
		t.Errorf("consultation: %+v", k)
	}
	if k := v.Kind("SOMETHING_ELSE"); k.Statutory || k.Open {
		t.Errorf("an unknown type is open: %+v", k)
	}
}

func TestTablesRefuseNonsense(t *testing.T) {
	t.Parallel()
	good := opinion.Tables{
		Vocabulary: "# version,1\ngroup,code,number,parameter,ja,en,sentence_ja,sentence_en,mark\ntime,A,1,hours,あ,a,月%s時間,%s hours,O\n",
		Items:      "type,title_ja,title_en,items,ground,mark\nCONSULTATION,あ,a,fatigue:own,,V\n",
		Rules:      "key,value,why\nwaiting_days,3,\nlongest_period_days,366,\ndefault_period_months,1,\nreview_before_end_days,7,\n",
		Words:      "kind,words\nillness,うつ病\n",
	}
	if _, err := opinion.ParseVocabulary(good); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*opinion.Tables){
		"no version":          func(t *opinion.Tables) { t.Vocabulary = strings.Replace(t.Vocabulary, "# version", "# edition", 1) },
		"parameter not said":  func(t *opinion.Tables) { t.Vocabulary = strings.Replace(t.Vocabulary, "月%s時間", "月", 1) },
		"unknown parameter":   func(t *opinion.Tables) { t.Vocabulary = strings.Replace(t.Vocabulary, "hours,あ", "days,あ", 1) },
		"a code twice":        func(t *opinion.Tables) { t.Vocabulary += "time,A,1,hours,あ,a,月%s時間,%s hours,O\n" },
		"unknown item":        func(t *opinion.Tables) { t.Items = strings.Replace(t.Items, "fatigue", "mood", 1) },
		"rule is not a count": func(t *opinion.Tables) { t.Rules = strings.Replace(t.Rules, ",3,", ",three,", 1) },
		"a rule is missing":   func(t *opinion.Tables) { t.Rules = strings.Replace(t.Rules, "waiting", "wait", 1) },
		"no words":            func(t *opinion.Tables) { t.Words = "kind,words\nillness,\n" },
		"a cell too many":     func(t *opinion.Tables) { t.Words = "kind,words\nillness,a,b\n" },
	} {
		bad := good
		spoil(&bad)
		if _, err := opinion.ParseVocabulary(bad); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestSay(t *testing.T) {
	t.Parallel()
	v := words(t)
	for _, c := range []struct {
		m      opinion.Measure
		ja, en string
	}{
		{opinion.Measure{Code: "LIMIT_OVERTIME", Hours: 20}, "時間外労働を月20時間までとする", "Overtime up to 20 hours per month"},
		{opinion.Measure{Code: "LIMIT_WORKING_HOURS", From: 510, To: 1050}, "就業時間を08:30〜17:30とする", "Working hours 08:30〜17:30"},
		{opinion.Measure{Code: "PROHIBIT_OVERTIME"}, "時間外労働をさせない", "No overtime"},
		{opinion.Measure{Code: "CHANGE_WORK", Text: "100%日勤の検査工程"}, "作業の転換: 100%日勤の検査工程", "Change of work: 100%日勤の検査工程"},
	} {
		if ja, en := v.Say(c.m); ja != c.ja || en != c.en {
			t.Errorf("%+v: %q, %q", c.m, ja, en)
		}
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	v := words(t)
	names := func(items []opinion.Item) string {
		var out []string
		for _, i := range items {
			out = append(out, i.Name)
		}
		return strings.Join(out, " ")
	}
	if got := names(v.Missing("LONG_HOURS_GENERAL", opinion.Content{})); got != "work_status fatigue other_state finding guidance classification" {
		t.Errorf("an empty report lacks %q", got)
	}
	if got := v.Missing("LONG_HOURS_GENERAL", opiniontest.LongHours()); got != nil {
		t.Errorf("a complete report lacks %v", got)
	}
	half := opiniontest.LongHours()
	half.Facing.StateText, half.Private.FindingDetail = "", ""
	if got := names(v.Missing("LONG_HOURS_GENERAL", half)); got != "other_state finding" {
		t.Errorf("ticked but not described: %q", got)
	}
	if got := names(v.Missing("CONSULTATION", opinion.Content{})); got != "consultation" {
		t.Errorf("an empty consultation lacks %q", got)
	}
	going := opiniontest.Consultation()
	going.Consent.Given = true
	if got := names(v.Missing("CONSULTATION", going)); got != "classification" {
		t.Errorf("a consultation that goes to the employer lacks %q", got)
	}
}

func TestCheckFacing(t *testing.T) {
	t.Parallel()
	held := civil.Date{Year: 2026, Month: 11, Day: 23}
	for name, c := range map[string]struct {
		change func(f *opinion.Facing)
		want   string // field=code ...
	}{
		"complete":                     {func(*opinion.Facing) {}, ""},
		"limit without hours":          {func(f *opinion.Facing) { f.Measures[0].Hours = 0 }, "hours_LIMIT_OVERTIME=opinion.hours"},
		"limit that limits nothing":    {func(f *opinion.Facing) { f.Measures[0].Hours = 100 }, "hours_LIMIT_OVERTIME=opinion.hours"},
		"clock backwards":              {func(f *opinion.Facing) { f.Measures[1].To = f.Measures[1].From }, "clock_LIMIT_WORKING_HOURS=opinion.clock"},
		"other measure not said":       {func(f *opinion.Facing) { f.Measures[2].Text = "" }, "text_OTHER_MEASURE=opinion.describe"},
		"restricted without measure":   {func(f *opinion.Facing) { f.Measures = nil }, "measures=opinion.measure_needed"},
		"restricted, no instruction":   {func(f *opinion.Facing) { f.Measures = []opinion.Measure{{Code: opinion.NoInstruction}} }, "measures=opinion.measure_needed"},
		"no instruction and a limit":   {func(f *opinion.Facing) { f.Measures = append(f.Measures, opinion.Measure{Code: opinion.NoInstruction}) }, "measures=opinion.no_instruction_alone"},
		"regular with measures":        {func(f *opinion.Facing) { f.Classification = opinion.RegularWork }, "classification=opinion.regular_with_measures"},
		"no period":                    {func(f *opinion.Facing) { f.From, f.Until = civil.Date{}, civil.Date{} }, "period_from=opinion.period"},
		"no end":                       {func(f *opinion.Facing) { f.Until = civil.Date{} }, "period_until=opinion.period_until"},
		"no start":                     {func(f *opinion.Facing) { f.From = civil.Date{} }, "period_from=opinion.period_from"},
		"end before start":             {func(f *opinion.Facing) { f.Until = f.From.AddDays(-1) }, "period_until=opinion.period_order"},
		"one day":                      {func(f *opinion.Facing) { f.Until, f.Review = f.From, f.From }, ""},
		"a year to the day":            {func(f *opinion.Facing) { f.Until = f.From.AddMonths(12).AddDays(-1) }, ""},
		"longer than a year":           {func(f *opinion.Facing) { f.Until = f.From.AddDays(366) }, "period_until=opinion.period_long"},
		"no review":                    {func(f *opinion.Facing) { f.Review = civil.Date{} }, "review=opinion.review"},
		"review before":                {func(f *opinion.Facing) { f.Review = f.From.AddDays(-1) }, "review=opinion.review_within"},
		"interview again without when": {func(f *opinion.Facing) { f.InterviewBy = civil.Date{} }, "interview_by=opinion.interview_by"},
		"interview again in the past":  {func(f *opinion.Facing) { f.InterviewBy = held }, "interview_by=opinion.after_interview"},
		"no action and guidance":       {func(f *opinion.Facing) { f.Guidance = append(f.Guidance, opinion.NoAction) }, "guidance=opinion.guidance_alone"},
		"leave needs a period": {func(f *opinion.Facing) {
			f.Classification, f.Measures, f.From, f.Until = opinion.LeaveRequired, nil, civil.Date{}, civil.Date{}
		}, "period_from=opinion.period"},
		"regular needs none": {func(f *opinion.Facing) {
			f.Classification, f.Measures, f.From, f.Until, f.Review = opinion.RegularWork, nil, civil.Date{}, civil.Date{}, civil.Date{}
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := opiniontest.LongHours().Facing
			c.change(&f)
			var faults fault.Fields
			words(t).CheckFacing(held, f, &faults)
			var got []string
			for _, x := range fault.Of(faults.Err()).Fields {
				got = append(got, x.Name+"="+x.Code)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFlag(t *testing.T) {
	t.Parallel()
	v := words(t)
	for text, want := range map[string]string{
		"月20時間までとしてください":                 "",
		"うつ病のため":                         "うつ病",
		"ウツ病のため":                         "うつ病",
		"抗うつ薬を服薬中":                       "抗うつ薬 服薬",
		"ＨｂＡ１ｃが高い":                       "HbA1c",
		"Depression, no overtime please": "depression",
		"A fast start in the last week":  "",
		"K6は15点":                         "K6",
		"工場K65番":                         "",
		"不眠症があり睡眠薬を使用":                   "不眠症 睡眠薬",
		"安全配慮のため夜勤を減らす":                  "",
		"心療内科に通院先があります":                  "通院先 心療内科",
	} {
		var got []string
		for _, f := range v.Flag(opinion.Facing{Others: text}) {
			if f.Field != "others" {
				t.Errorf("%q found in %s", text, f.Field)
			}
			got = append(got, f.Word)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q:\n%s", text, diff)
		}
	}
	if got := v.Flag(opiniontest.LongHours().Facing); got != nil {
		t.Errorf("the sample letter is flagged: %v", got)
	}
	if got := v.Flag(opinion.Facing{WorkStatus: "糖尿病", Measures: []opinion.Measure{{Code: "CHANGE_WORK", Text: "腰痛症に配慮"}}}); len(got) != 2 || got[1].Field != "text_CHANGE_WORK" {
		t.Errorf("fields: %v", got)
	}
}

func TestPropose(t *testing.T) {
	t.Parallel()
	today := civil.Date{Year: 2026, Month: 11, Day: 23}
	got := words(t).Propose(opinion.Facing{}, today)
	if got.From.String() != "2026-11-24" || got.Until.String() != "2026-12-23" || got.Review.String() != "2026-12-16" {
		t.Errorf("proposed %s to %s, review %s", got.From, got.Until, got.Review)
	}
	kept := opiniontest.LongHours().Facing
	if diff := cmp.Diff(kept, words(t).Propose(kept, today)); diff != "" {
		t.Errorf("what was written is kept:\n%s", diff)
	}
}

// Every type that casework can hold has its row, so none is found without one on the day.
func TestEveryTypeHasItsRow(t *testing.T) {
	t.Parallel()
	v := words(t)
	for _, row := range casework.Types() {
		k := v.Kind(string(row.ID))
		if len(k.Items) == 0 || k.Basis == "" || k.Keep == "" {
			t.Errorf("%s has no complete row", row.ID)
		}
		if k.Statutory != row.Statutory || k.Open != row.Held {
			t.Errorf("%s: statutory %t, open %t", row.ID, k.Statutory, k.Open)
		}
	}
}

// Sentences that physicians write every day must pass without a warning.
func TestFlagLeavesWorkWordsAlone(t *testing.T) {
	t.Parallel()
	v := words(t)
	for _, text := range []string{
		"当面のあいだ、時間外労働は月20時間までとしてください。", "深夜勤務は月4回までとし、連続させないでください。", "出張は日帰りの範囲にしてください。",
		"定期の通院のため、月に1回、午後の半日をご配慮ください。", "休憩を取りやすい座席への変更をお願いします。", "高所作業と車の運転は控えてください。",
		"在宅勤務を週2日まで認めてください。", "業務の優先順位を上長と週1回確認する場を設けてください。", "段階的に勤務時間を延ばしてください。",
		"Past the season, no fast return to night shifts; also avoid lifting.", "応援の人員を1名追加し、工程を平準化してください。", "リチウム電池の検査工程への転換をご検討ください。", "スピルオーバーを避けるため、安定剤の取扱い作業から外してください。", "措置の再延長は面談で判断します。",
	} {
		if got := v.Flag(opinion.Facing{Others: text}); got != nil {
			t.Errorf("%q is flagged: %v", text, got)
		}
	}
}

func BenchmarkFlag(b *testing.B) {
	v, f := words(b), opiniontest.LongHours().Facing
	for b.Loop() {
		v.Flag(f)
	}
}
