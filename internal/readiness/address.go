package readiness

import (
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/private"
)

// Address is where the worker actually is for one interview, so that help can
// come there. It is asked on the day and kept apart from everything else.
//
// Source: emergency.md EM-G2 and section 3.
type Address struct {
	private.Mark

	Case       id.Case
	Company    id.Company
	Employee   id.Employee
	Prefecture string
	Street     string // the rest of the address with building and room
	Nearby     bool   // somebody else is in the building who could help
	SaidAt     time.Time
	DeleteAt   time.Time
}

// AddressKept is how long an address stays after the interview (emergency.md section 3).
const AddressKept = 30 * 24 * time.Hour

// AddressInput is what was typed.
type AddressInput struct {
	Case       id.Case
	Prefecture string
	Street     string
	Nearby     string // "yes" or "no"
}

const streetLength = 200

// Check says what is missing. Fields: prefecture, street, nearby.
func (in AddressInput) Check() error {
	var f fault.Fields
	known := false
	for _, p := range Prefectures() {
		known = known || p.JA == in.Prefecture
	}
	if !known {
		f.Add("prefecture", "form.choose")
	}
	switch n := utf8.RuneCountInString(strings.TrimSpace(in.Street)); {
	case n == 0:
		f.Add("street", "readiness.address_needed")
	case n < 4:
		f.Add("street", "readiness.address_short")
	case n > streetLength:
		f.Add("street", "form.too_long", streetLength)
	}
	if in.Nearby != "yes" && in.Nearby != "no" {
		f.Add("nearby", "form.choose")
	}
	return f.Err()
}

// Prefecture is one of the 47, stored by its Japanese name.
type Prefecture struct{ JA, EN string }

// Prefectures lists them from north to south.
func Prefectures() []Prefecture {
	var out []Prefecture
	for _, line := range strings.Fields(prefectures) {
		ja, en, _ := strings.Cut(line, ":")
		out = append(out, Prefecture{ja, en})
	}
	return out
}

const prefectures = `北海道:Hokkaido 青森県:Aomori 岩手県:Iwate 宮城県:Miyagi 秋田県:Akita 山形県:Yamagata 福島県:Fukushima
茨城県:Ibaraki 栃木県:Tochigi 群馬県:Gunma 埼玉県:Saitama 千葉県:Chiba 東京都:Tokyo 神奈川県:Kanagawa
新潟県:Niigata 富山県:Toyama 石川県:Ishikawa 福井県:Fukui 山梨県:Yamanashi 長野県:Nagano 岐阜県:Gifu 静岡県:Shizuoka 愛知県:Aichi
三重県:Mie 滋賀県:Shiga 京都府:Kyoto 大阪府:Osaka 兵庫県:Hyogo 奈良県:Nara 和歌山県:Wakayama
鳥取県:Tottori 島根県:Shimane 岡山県:Okayama 広島県:Hiroshima 山口県:Yamaguchi 徳島県:Tokushima 香川県:Kagawa 愛媛県:Ehime 高知県:Kochi
福岡県:Fukuoka 佐賀県:Saga 長崎県:Nagasaki 熊本県:Kumamoto 大分県:Oita 宮崎県:Miyazaki 鹿児島県:Kagoshima 沖縄県:Okinawa`
