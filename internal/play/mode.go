package play

// mode: worker and physician read how the interview is held and why. The
// employer's sentence is on HR's page and says no reason.
func (s *Story) mode() error {
	w, d, h := s.worker, s.physician, s.hr
	return all(
		do(w.Visit, s.page("/mode")), do(w.Read, "オンラインでも、対面でも話せます"), do(w.Read, "理由はいりません"), do(w.Lacks, "D-17"),
		do(d.Visit, "/physician/cases/"+s.caseID+"/mode"), do(d.Read, "D-17"), do(d.Read, "判断に使った表"), do(d.Read, "対面で行うと決める"),
		do(h.Visit, "/hr/cases/"+s.caseID), do(h.Read, "オンラインか対面か"), do(h.Lacks, "D-17"),
	)
}
