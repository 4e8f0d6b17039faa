package opiniontest

import (
	"errors"
	"os"
	"path/filepath"
	"sync"

	"mendan/internal/pdf"
)

// Fonts are those of the program, read from the packages that npm installed.
// They are read once.
var Fonts = sync.OnceValues(func() (*pdf.Fonts, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		base := filepath.Join(dir, "node_modules", "@expo-google-fonts", "noto-sans-jp")
		regular, err := os.ReadFile(filepath.Join(base, "400Regular", "NotoSansJP_400Regular.ttf"))
		if err == nil {
			bold, err := os.ReadFile(filepath.Join(base, "700Bold", "NotoSansJP_700Bold.ttf"))
			if err != nil {
				return nil, err
			}
			return pdf.NewFonts(regular, bold)
		}
		if filepath.Dir(dir) == dir {
			return nil, errors.New("no Noto Sans JP in node_modules")
		}
		dir = filepath.Dir(dir)
	}
})
