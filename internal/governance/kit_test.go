package governance_test

import (
	"strings"
	"testing"

	"mendan/internal/governance"
	"mendan/internal/governance/governancedata"
)

// Every answer that can be given leads to texts without a place left open, and
// every paragraph of every document appears for some answers.
func TestEveryAnswerMakesCleanTexts(t *testing.T) {
	t.Parallel()
	k, err := governancedata.Kit()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	try := func(a governance.Answers) {
		t.Helper()
		asked := governance.Answers{}
		for _, q := range k.Asked(a) {
			asked[q.ID] = a[q.ID]
		}
		if open := k.Open(asked); len(open) > 0 {
			t.Fatalf("%s is open", open[0].ID)
		}
		for _, tpl := range k.Templates {
			for _, s := range k.Draft(tpl, asked, governance.Facts{Company: "会社", Workplace: "本社", Physicians: "佐藤 宏"}) {
				if strings.ContainsAny(s.Text, "{}[]") || strings.Contains(s.Text, "、、") || strings.Contains(s.Text, "。。") || tpl.Kind != governance.MinutesForm && strings.Contains(s.Text, "＿") {
					t.Errorf("%s %s: %s", tpl.Kind, s.Key, s.Text)
				}
			}
			for i, s := range tpl.Sections {
				for j, p := range s.Paragraphs {
					if p.If.Holds(asked) {
						seen[string(tpl.Kind)+s.Key+string(rune('a'+i))+string(rune('a'+j))] = true
					}
				}
			}
		}
	}
	usual := func() governance.Answers {
		a := governance.Answers{}
		for _, q := range k.Questions {
			a[q.ID] = q.Usual
			if q.How == governance.Text {
				a[q.ID] = []string{"総務人事部"}
			}
		}
		return a
	}
	try(usual())
	for _, q := range k.Questions {
		var all []string
		for _, o := range q.Choices {
			a := usual()
			a[q.ID] = []string{o.Value}
			try(a)
			all = append(all, o.Value)
		}
		if q.How == governance.Many {
			a := usual()
			a[q.ID] = all
			try(a)
		}
	}
	for _, tpl := range k.Templates {
		for i, s := range tpl.Sections {
			for j, p := range s.Paragraphs {
				if !seen[string(tpl.Kind)+s.Key+string(rune('a'+i))+string(rune('a'+j))] {
					t.Errorf("%s %s: no answer brings %q", tpl.Kind, s.Key, p.Text)
				}
			}
		}
	}
}
