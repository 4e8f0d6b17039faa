package readiness_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/fault"
	"mendan/internal/readiness"
	"mendan/internal/readiness/texts"
)

// codes lists a fault's fields as "name=code".
func codes(err error) []string {
	if err == nil {
		return nil
	}
	var out []string
	for _, f := range fault.Of(err).Fields {
		out = append(out, f.Name+"="+f.Code)
	}
	return out
}

// table is the table of places that ships.
func table(t *testing.T) readiness.PlaceTable {
	t.Helper()
	out, err := texts.Places()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name string
		in   readiness.PlaceInput
		want []string
	}{
		{"home, alone", readiness.PlaceInput{Kind: readiness.Home, Alone: "yes"}, nil},
		{"home, not alone", readiness.PlaceInput{Kind: readiness.Home, Alone: "no"}, []string{"alone=readiness.not_alone"}},
		{"home, not said", readiness.PlaceInput{Kind: readiness.Home}, []string{"alone=form.choose"}},
		{"company room", readiness.PlaceInput{Kind: readiness.CompanyRoom, Alone: "yes", Note: "3階 第2会議室"}, nil},
		{"cafe, even alone", readiness.PlaceInput{Kind: readiness.Cafe, Alone: "yes"}, []string{"kind=readiness.cafe"}},
		{"co-working", readiness.PlaceInput{Kind: readiness.Coworking}, []string{"kind=readiness.coworking"}},
		{"other without a word", readiness.PlaceInput{Kind: readiness.OtherRoom, Alone: "yes"}, []string{"note=readiness.which_room"}},
		{"other", readiness.PlaceInput{Kind: readiness.OtherRoom, Alone: "yes", Note: "実家の部屋"}, nil},
		{"no place", readiness.PlaceInput{Kind: readiness.NoPlace}, nil},
		{"a parked car", readiness.PlaceInput{Kind: "CAR", Alone: "yes", Network: "MOBILE"}, nil},
		{"one's desk", readiness.PlaceInput{Kind: "OWN_DESK", Alone: "yes"}, []string{"kind=readiness.own_desk"}},
		{"on the train", readiness.PlaceInput{Kind: "TRANSIT", Alone: "yes"}, []string{"kind=readiness.transit"}},
		{"the physician's clinic", readiness.PlaceInput{Kind: "CLINIC", Alone: "yes"}, []string{"kind=form.choose"}},
		{"public Wi-Fi is warned of, not refused", readiness.PlaceInput{Kind: readiness.Home, Alone: "yes", Network: readiness.PublicWiFi}, nil},
		{"an invented line", readiness.PlaceInput{Kind: readiness.Home, Alone: "yes", Network: "PIGEON"}, []string{"network=form.choose"}},
		{"nothing", readiness.PlaceInput{}, []string{"kind=form.choose"}},
		{"invented", readiness.PlaceInput{Kind: "MOON", Alone: "yes"}, []string{"kind=form.choose"}},
		{"a novel", readiness.PlaceInput{Kind: readiness.Home, Alone: "yes", Note: strings.Repeat("あ", 201)}, []string{"note=form.too_long"}},
	} {
		if d := cmp.Diff(x.want, codes(x.in.Check(table(t), readiness.WorkerSeat))); d != "" {
			t.Errorf("%s (-want +got)\n%s", x.name, d)
		}
	}
}

func TestContacts(t *testing.T) {
	t.Parallel()
	good := readiness.ContactInput{
		Phone: "０９０ー１２３４ー５６７８", Second: "misaki@example.co.jp", Name: "髙橋 一郎", Relation: "夫", Tel: "03(1234)5678",
		Consents: readiness.Consents{Life: true}, Doctor: "みなとクリニック", DoctorTel: "",
	}
	got, err := good.Read()
	if err != nil {
		t.Fatal(err)
	}
	want := readiness.Contact{
		Phone: "090-1234-5678", Second: "misaki@example.co.jp", Name: "髙橋 一郎", Relation: "夫", Tel: "03-1234-5678",
		Consents: readiness.Consents{Life: true}, Doctor: "みなとクリニック",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	for _, x := range []struct {
		name   string
		change func(*readiness.ContactInput)
		want   []string
	}{
		{"second number", func(in *readiness.ContactInput) { in.Second = "０７０１２３４５６７８" }, nil},
		{"full-width at sign", func(in *readiness.ContactInput) { in.Second = "misaki\uff20example.co.jp" }, nil},
		{"no phone", func(in *readiness.ContactInput) { in.Phone = " " }, []string{"phone=readiness.phone_needed"}},
		{"bad phone", func(in *readiness.ContactInput) { in.Phone = "090-1" }, []string{"phone=phone.length"}},
		{"no second way", func(in *readiness.ContactInput) { in.Second = "" }, []string{"second=readiness.second_needed"}},
		{"the same number twice", func(in *readiness.ContactInput) { in.Second = "09012345678" }, []string{"second=readiness.second_same"}},
		{"no mail address", func(in *readiness.ContactInput) { in.Second = "misaki@@example" }, []string{"second=form.mail"}},
		{"two mail addresses", func(in *readiness.ContactInput) { in.Second = "a@example.jp, b@example.jp" }, []string{"second=form.mail"}},
		{"oneself in an emergency", func(in *readiness.ContactInput) { in.Tel = "090-1234-5678" }, []string{"tel=readiness.tel_own"}},
		{"half a person", func(in *readiness.ContactInput) { in.Name, in.Relation, in.Tel = "", "", "" }, []string{"name=readiness.contact_name", "relation=readiness.contact_relation", "tel=readiness.phone_needed"}},
		{"nobody", func(in *readiness.ContactInput) { in.Nobody, in.Name, in.Relation, in.Tel = true, "", "", "" }, nil},
		{"doctor's number", func(in *readiness.ContactInput) { in.DoctorTel = "12" }, []string{"doctor_tel=phone.area"}},
		{"long name", func(in *readiness.ContactInput) { in.Name = strings.Repeat("𠮷", 61) }, []string{"name=form.too_long"}},
	} {
		in := good
		x.change(&in)
		_, err := in.Read()
		if d := cmp.Diff(x.want, codes(err)); d != "" {
			t.Errorf("%s (-want +got)\n%s", x.name, d)
		}
	}
	nobody := good
	nobody.Nobody = true
	if got, err := nobody.Read(); err != nil || got.Name != "" || got.Tel != "" || got.Consents.Life {
		t.Errorf("nobody keeps a person: %+v, %v", got, err)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		in   readiness.AddressInput
		want []string
	}{
		{readiness.AddressInput{Prefecture: "東京都", Street: "港区芝1-2-3 みなと荘 201", Nearby: "no"}, nil},
		{readiness.AddressInput{}, []string{"prefecture=form.choose", "street=readiness.address_needed", "nearby=form.choose"}},
		{readiness.AddressInput{Prefecture: "東京", Street: "自宅", Nearby: "maybe"}, []string{"prefecture=form.choose", "street=readiness.address_short", "nearby=form.choose"}},
		{readiness.AddressInput{Prefecture: "沖縄県", Street: strings.Repeat("あ", 201), Nearby: "yes"}, []string{"street=form.too_long"}},
	} {
		if d := cmp.Diff(x.want, codes(x.in.Check())); d != "" {
			t.Errorf("%+v (-want +got)\n%s", x.in, d)
		}
	}
	if n := len(readiness.Prefectures()); n != 47 {
		t.Errorf("%d prefectures", n)
	}
}

func TestCompanyTexts(t *testing.T) {
	t.Parallel()
	all, err := texts.Company()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"LONG_HOURS_GENERAL", "CONSULTATION"} {
		text, ok := all.For(kind)
		if !ok {
			t.Fatalf("no text for %s", kind)
		}
		for _, list := range [][]readiness.Says{text.Learns, text.Never, text.Limits, {text.Lead, text.NoHarm, text.Treating}} {
			for _, s := range list {
				for _, sentence := range strings.Split(s.JA, "。") {
					if len([]rune(sentence)) > 60 {
						t.Errorf("%s: long: %s", kind, sentence)
					}
				}
			}
		}
	}
	one := `{"type": "A", "version": 1, "source": "s", "lead": {"ja": "あ", "en": "a"}, "learns": [{"ja": "あ", "en": "a"}], "never": [{"ja": "あ", "en": "a"}],
		"limits": [{"ja": "あ", "en": "a"}], "no_harm": {"ja": "あ", "en": "a"}, "treating": {"ja": "あ", "en": "a"}}`
	if _, err := readiness.ParseCompanyTexts("x.json", []byte("["+one+"]")); err != nil {
		t.Fatal(err)
	}
	for broken, want := range map[string]string{
		"[" + one + "," + one + "]":                                         "x.json: A: is there twice",
		"[" + strings.Replace(one, `"en": "a"`, `"en": ""`, 1) + "]":        "x.json: A: a sentence lacks a language",
		"[" + strings.Replace(one, `"version": 1`, `"version": 0`, 1) + "]": "x.json: A: type, version and source are needed",
		`[{"typ": "A"}]`: "x.json: not readable",
		`{`:              "x.json: not readable",
	} {
		if _, err := readiness.ParseCompanyTexts("x.json", []byte(broken)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
