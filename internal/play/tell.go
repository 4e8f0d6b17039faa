package play

// openGate: HR sees that the head office is ready for interviews by video, and
// that the factory is not.
func (s *Story) openGate() error {
	h := s.hr
	if err := all(do(h.Visit, "/programme"), do(h.See, `main a[href^="/programme/"]`)); err != nil {
		return err
	}
	workplace, err := ask[string](h, `document.querySelector('main a[href^="/programme/wpl_"]').getAttribute('href').split('/')[2]`)
	if err != nil {
		return err
	}
	return all(do(h.Visit, "/programme/"+workplace+"/gate"), do(h.Read, "オンライン面談の準備は整っています"))
}

// tellPhysician: the officer tells the physician about the work before the
// interview; numbers are typed as people type them.
func (s *Story) tellPhysician() error {
	h := s.hr
	page := "/hr/cases/" + s.caseID + "/package"
	if err := all(do(h.Visit, page), do(h.Read, "産業医への情報提供"), do(h.Read, "髙橋")); err != nil {
		return err
	}
	for _, x := range [][2]string{
		{"work_days", "22日"}, {"work_time", "２５２時間"}, {"overtime", "92時間30分"}, {"holiday_work", "8:30"}, {"nights", "4回"}, {"night_time", "10.5"},
		{"content", "新しい減速機の設計。解析と図面、試作の立会い。"}, {"intensity", "納期が2件重なっている。出張が月に3回。"},
		{"responsibility", "3名の取りまとめ、顧客との仕様の調整。"}, {"environment", "職場カードのとおり。在宅勤務は週に1日。"},
	} {
		if err := h.Type(x[0], x[1]); err != nil {
			return err
		}
	}
	return all(do(h.Follow, "産業医に送る"), do(h.Read, "産業医に送りました"), do(h.Read, "産業医はまだ開いていません"))
}

// packageRead: the physician opens what came; the worker may see it as well.
func (s *Story) packageRead() error {
	d, w := s.physician, s.worker
	return all(
		do(d.Visit, "/physician/cases/"+s.caseID+"/package"), do(d.Read, "92時間30分"), do(d.Read, "フレックスタイム制"),
		do(w.Visit, s.page("/package")), do(w.Read, "92時間30分"),
		do(s.hr.Visit, "/hr/cases/"+s.caseID+"/package"), do(s.hr.Read, "産業医が開いた日時"),
	)
}
