package readinessweb_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/readiness"
)

func TestRequestPages(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	s.Rule = readiness.CostRule{Room: readiness.Employer}
	_, base := s.begin()
	s.get("worker", base+"/place/request").is(200, "個室ブースや部屋", "ヘッドセットの貸出し", "費用は会社が負担します", "理由は伝わりません")
	s.post("worker", base+"/place/request").is(422, "エラー", "選んでください")
	s.post("worker", base+"/place/request", "kind", "ROOM", "wish", "駅の近く").leads(base + "/place/request")
	s.get("worker", base+"/place/request").is(200, "手配中", "駅の近く", "11月23日(月)まで", `value="HEADSET"`).hasNot(`value="ROOM" `)

	s.get("hr", "/hr/rooms").is(200, "個室ブースや部屋", "手配中", "15:00")
	path := "/hr/rooms/" + string(s.Wanted[0].ID)
	s.get("hr", path).is(200, "駅の近く", "用意できますか", `value="2026-11-23"`, `type="time"`)
	s.post("hr", path).is(422, "選んでください")
	s.post("hr", path, "found", "yes", "day", "2026-11-23", "from", "16:00", "to", "15:00", "room", "ブースA").is(422, "住所を入力してください", "始まりより後", `value="ブースA"`)
	s.post("hr", path, "found", "yes", "day", "2026-11-23", "from", "14:30", "to", "16:00", "room", "ブースA", "address", "東京都港区芝1-2-3 みなとビル5階").leads("/hr/rooms")
	s.get("worker", base+"/place/request").is(200, "用意できました", "東京都港区芝1-2-3 みなとビル5階", "ブースA", "14:30〜16:00")
	s.post("worker", base+"/place/request/withdraw", "kind", "ROOM").leads(base + "/place/request")
	s.get("hr", "/hr/rooms").is(200, "手配するものはありません")
	s.get("hr", path).is(404)
}

// HR meets neither a consultation's request nor the words of any reason.
func TestWhatNeverReachesHR(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	c := s.Open(casework.Consultation)
	s.Book(c, databasetest.Noon.Add(3*time.Hour), casework.Online)
	base := "/interviews/" + string(c.ID)
	s.post("worker", base+"/place/request", "kind", "HEADSET", "wish", "自宅へ郵送").leads(base + "/place/request")
	s.post("worker", base+"/place/private", "overheard", "YES").leads(base + "/place/private")
	s.post("worker", base+"/camera", "reason", "SAFETY", "note", "家の事情です").leads(base + "/camera")
	s.get("worker", base+"/place/private").is(200, "教えていただき、ありがとうございます", "/elsewhere")
	s.get("worker", base+"/place/request").is(200, "会社には伝わりません")
	r := string(s.Wanted[0].ID)
	s.get("hr", "/hr/rooms").is(200, "手配するものはありません").hasNot("自宅へ郵送")
	s.get("hr", "/hr/rooms/"+r).is(404)
	s.post("hr", "/hr/rooms/"+r, "found", "no").is(404)
	s.get("coordinator", "/coordinator/rooms").is(200, "手配中").hasNot("SAFETY", "家の事情")
	s.get("coordinator", "/coordinator/rooms/"+r).is(200, "自宅へ郵送").hasNot("家の事情", "安全のため")
	for _, who := range []string{"hr", "manager", "coordinator", "committee", "admin", "physician", "foreigner"} {
		for _, path := range []string{"/place/private", "/place/request", "/camera", "/elsewhere", "/place/quiet"} {
			s.get(who, base+path).is(404).hasNot("家の事情")
		}
	}
	for _, who := range []string{"hr", "manager", "coordinator", "unappointed"} {
		s.get(who, "/physician/cases/"+string(c.ID)+"/camera").is(404).hasNot("家の事情")
	}
}

func TestCameraPages(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	c, base := s.begin()
	s.get("worker", base+"/camera").is(200, "この面談としては終えられません", "答えたくない").hasNot("お願いの状態")
	s.post("worker", base+"/camera", "note", "x").is(422, "選んでください", `value="x"`)
	s.post("worker", base+"/camera", "reason", "UNSAID").leads(base + "/camera")
	s.get("worker", base+"/camera").is(200, "産業医の返事を待っています")
	decide := "/physician/cases/" + string(c.ID) + "/camera"
	s.get("physician", decide).is(200, "答えたくない", "法定の面接指導としては終えられません")
	s.get("nurse", decide).is(200, "答えたくない")
	s.post("nurse", decide, "decision", "ALLOWED").is(404)
	s.post("physician", decide).is(422)
	s.post("physician", decide, "decision", "ALLOWED", "answer", "声だけで大丈夫です").leads("/physician/cases/" + string(c.ID))
	s.get("worker", base+"/camera").is(200, "カメラを切って話せます", "声だけで大丈夫です")
	s.post("worker", base+"/camera/withdraw").leads(base + "/camera")
	s.get("worker", base+"/camera").hasNot("お願いの状態")
	other := s.Open(casework.Consultation)
	s.get("worker", "/interviews/"+string(other.ID)+"/camera").is(200, "声だけでも相談できます").hasNot("終えられません")
}

func TestPhysicianPlacePage(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	s.get("physician", "/physician/place").is(200, "今日話す場所", "診療所・健康相談室", "2026年11月23日(月)").hasNot("停めた車の中", "話せる場所がない", "確認できています")
	s.post("physician", "/physician/place", "kind", "HOME", "alone", "yes", "unseen", "no").is(422, "画面が人の目に入らない", `value="HOME" checked`)
	s.post("physician", "/physician/place", "kind", "HOME", "alone", "yes", "unseen", "yes", "network", "PUBLIC_WIFI").leads("/physician/place")
	s.get("physician", "/physician/place").is(200, "今日の分は確認できています", "公衆Wi-Fiは、切れやすく")
	s.post("physician", "/physician/place", "kind", "HOME", "alone", "yes", "unseen", "yes", "network", "WIRED").leads("/physician")
	for _, who := range []string{"worker", "hr", "nurse", "coordinator"} {
		s.get(who, "/physician/place").is(404)
	}
}

// No reason is asked for on the way out, and the times are those of the booking.
func TestElsewherePage(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	_, base := s.begin()
	a := s.get("worker", base+"/elsewhere").is(200, "無理をしなくて大丈夫です", "日程変更", "オンライン", "対面", "本社3階 応接室", `name="move" value="yes"`, `action="`+base+`/booking"`)
	a.hasNot("<textarea", `name="reason"`, `name="note"`)
	s.Clock.Set(s.Booked.From.Add(time.Minute))
	s.get("worker", base+"/elsewhere").is(200, "面談の時刻になっています").hasNot(`name="move"`)
}

func TestQuietPage(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	_, base := s.begin()
	s.get("worker", base+"/place/quiet").is(200, "10秒", "どこにも送りません", "<noscript>", `"CAFE_BABBLE":{"title"`).hasNot("残した結果")
	path := base + "/place/quiet"
	s.report("worker", path, `{"verdict":"QUIET","site":"HOME"}`).is(200)
	s.get("worker", path).is(200, "残した結果", "静かです")
	// There is no field that could carry sound.
	for _, body := range []string{`{"verdict":"QUIET","site":"HOME","audio":"AAAA"}`, `{"verdict":"QUIET","site":"HOME","levels":[1]}`, `{"verdict":"MURMUR","site":"HOME"}`, `verdict=QUIET`} {
		s.report("worker", path, body).is(422)
	}
	s.report("hr", path, `{"verdict":"QUIET","site":"HOME"}`).is(404)
}

func TestOtherDeviceAndWaysOut(t *testing.T) {
	t.Parallel()
	s := checks(t)
	c := s.Open(casework.LongHoursGeneral)
	s.Book(c, databasetest.Noon.Add(3*time.Hour), casework.Online)
	base := "/interviews/" + string(c.ID) + "/check"
	bad := `{"camera":"denied","microphone":"ok","speaker":"ok","line":"ok","transport":"udp","kilobits":900,"rtt":80,"device":"iphone","site":"HOME"}`
	s.get("worker", base).is(200, "いまいる場所").hasNot("次にすること")
	s.report("worker", base, bad).is(200)
	s.get("worker", base).is(200, "次にすること", "QRコードを出す", "場所ごとの結果")
	s.post("worker", base+"/device").is(200, `<svg class="qr"`, "https://mendan.test/signin/secret-of-", "1回だけ使えます")
	s.get("worker", base).is(200, "ヘッドセットや部屋をお願いできます")
	s.post("worker", base+"/way", "way", "HEADSET_OR_ROOM").leads("/interviews/" + string(c.ID) + "/place/request")
	s.get("worker", base).is(200, "電話でお手伝いします").hasNot("tel:0360000000")
	s.post("worker", base+"/way", "way", "TELEPHONE").leads("/interviews/" + string(c.ID) + "/check")
	s.get("worker", base).is(200, "tel:0360000000", "平日9時〜18時", "対面で話すこともできます")
	s.post("worker", base+"/way", "way", "UP").is(422)
	for _, who := range []string{"foreigner", "hr", "physician"} {
		s.post(who, base+"/device").is(404).hasNot("signin/")
		s.post(who, base+"/way", "way", "TELEPHONE").is(404)
	}
	s.report("worker", base, strings.Replace(bad, `"denied"`, `"ok"`, 1)).is(200)
	s.get("worker", base).is(200).hasNot("次にすること")
}

func TestRehearsalsPage(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	c, _ := s.begin()
	if err := s.Ready.KeepSound(context.Background(), s.AsWorker(), c.ID, readiness.Home, readiness.Speech); err != nil {
		t.Fatal(err)
	}
	s.get("coordinator", "/coordinator/rehearsals").is(200, "うまくいっていません").hasNot("自宅", "近くで人の声", "SPEECH")
	for _, who := range []string{"worker", "hr", "physician", "admin"} {
		s.get(who, "/coordinator/rehearsals").is(404)
	}
}

func TestEnglishOfTheNewPages(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	s.lang = "en"
	c, base := s.begin()
	s.post("worker", base+"/place/request", "kind", "ROOM").leads(base + "/place/request")
	s.post("worker", base+"/camera", "reason", "HEALTH").leads(base + "/camera")
	japanese := regexp.MustCompile(`[\p{Hiragana}\p{Katakana}\p{Han}]+`)
	known := strings.NewReplacer("髙橋 美咲", "", "日本語", "", "本社3階 応接室", "")
	for path, who := range map[string]string{
		base + "/place": "worker", base + "/place/request": "worker", base + "/place/private": "worker", base + "/place/quiet": "worker", base + "/camera": "worker",
		base + "/elsewhere": "worker", "/physician/place": "physician", "/physician/cases/" + string(c.ID) + "/camera": "physician",
		"/hr/rooms/" + string(s.Wanted[0].ID): "hr", "/coordinator/rehearsals": "coordinator",
	} {
		a := s.get(who, path).is(200)
		if found := japanese.FindString(known.Replace(a.body)); found != "" && !strings.Contains("会社の決まり", found) {
			t.Errorf("%s: %s", path, found)
		}
	}
	s.get("worker", "/interviews/"+string(id.New[id.Case]())+"/camera").is(404)
}
