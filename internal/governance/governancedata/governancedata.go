// Package governancedata holds the committee kit and what law and notices ask
// of a health committee, as text files that a lawyer can read and correct, with
// their sources. Changing a sentence of the kit means raising its version.
package governancedata

import (
	"embed"
	"fmt"

	"mendan/internal/governance"
)

//go:embed *.txt
var files embed.FS

// Kit reads and checks the committee kit.
func Kit() (governance.Kit, error) {
	questions, err := files.ReadFile("questions.txt")
	if err != nil {
		return governance.Kit{}, fmt.Errorf("governancedata: %w", err)
	}
	documents := map[governance.Kind]string{}
	for _, k := range governance.Kinds() {
		b, err := files.ReadFile(string(k) + ".txt")
		if err != nil {
			return governance.Kit{}, fmt.Errorf("governancedata: %w", err)
		}
		documents[k] = string(b)
	}
	return governance.ParseKit(string(questions), documents)
}

// Committee reads and checks what is asked of a committee.
func Committee() (governance.Requirements, error) {
	b, err := files.ReadFile("committee.txt")
	if err != nil {
		return governance.Requirements{}, fmt.Errorf("governancedata: %w", err)
	}
	return governance.ParseRequirements(string(b))
}
