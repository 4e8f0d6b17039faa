package accountweb

import (
	"context"
	"strings"
	"time"

	"mendan/internal/account"
	"mendan/internal/lang"
)

// DeviceOf reads the coarse words out of a browser's description of itself.
// The description is not kept: it would tell one person from another.
func DeviceOf(agent string) account.Device {
	first := func(words ...string) string {
		for i := 0; i+1 < len(words); i += 2 {
			if strings.Contains(agent, words[i]) {
				return words[i+1]
			}
		}
		return ""
	}
	// The order matters: each name is also claimed by those before it.
	return account.Device{
		System: first("iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "CrOS", "Chromebook",
			"Windows", "Windows", "Macintosh", "Mac", "Linux", "Linux"),
		Browser: first("Edg", "Edge", "OPR/", "Opera", "SamsungBrowser", "Samsung Internet", "Firefox", "Firefox", "FxiOS", "Firefox",
			"CriOS", "Chrome", "Chrome", "Chrome", "Safari", "Safari"),
	}
}

func deviceWords(ctx context.Context, d account.Device) string {
	switch {
	case d.System == "" && d.Browser == "":
		return lang.T(ctx, "不明な端末")
	case d.System == "":
		return d.Browser
	case d.Browser == "":
		return d.System
	}
	return d.System + "・" + d.Browser
}

func moment(ctx context.Context, t time.Time, zone *time.Location) string {
	return lang.Moment(ctx, t, zone)
}
