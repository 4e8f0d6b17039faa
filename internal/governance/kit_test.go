package governance_test

import (
	"fmt"
	"testing"

	"mendan/internal/governance"
	"mendan/internal/governance/governancedata"
)

func TestReadable(t *testing.T) {
	k, err := governancedata.Kit()
	if err != nil {
		t.Fatal(err)
	}
	r, err := governancedata.Committee()
	t.Log(len(k.Questions), len(r.Composition), err)
	a := governance.Answers{}
	for _, q := range k.Questions {
		a[q.ID] = q.Usual
		if q.How == governance.Text {
			a[q.ID] = []string{"総務人事部"}
		}
	}
	for _, kind := range governance.Kinds() {
		x, _ := k.Template(kind)
		fmt.Println("=====", x.Title)
		for _, s := range k.Draft(x, a, governance.Facts{Company: "みなと精工株式会社", Workplace: "本社", Physicians: "佐藤 宏"}) {
			fmt.Println("##", s.Heading)
			fmt.Println(s.Text)
		}
	}
}
