package emergencyweb

import (
	"context"
	"strings"

	"mendan/internal/emergency"
	"mendan/internal/lang"
)

// The words here say who was told what and why: the worker reads them too.

func roleWord(ctx context.Context, r emergency.Role) string {
	switch r {
	case emergency.Coordinator:
		return lang.T(ctx, "コーディネーター")
	case emergency.Nurse:
		return lang.T(ctx, "保健師")
	case emergency.HR:
		return lang.T(ctx, "人事")
	case emergency.Manager:
		return lang.T(ctx, "上長")
	case emergency.Doctor:
		return lang.T(ctx, "産業医")
	case emergency.FirstAider:
		return lang.T(ctx, "応急手当の担当")
	}
	return string(r)
}

func datumWord(ctx context.Context, d emergency.Datum) string {
	switch d {
	case emergency.TellTodo:
		return lang.T(ctx, "してほしいこと")
	case emergency.TellName:
		return lang.T(ctx, "お名前")
	case emergency.TellPlace:
		return lang.T(ctx, "会社の部屋か、社外か")
	case emergency.TellPhone:
		return lang.T(ctx, "ご本人の電話")
	case emergency.TellAddress:
		return lang.T(ctx, "いまいる住所")
	case emergency.TellLevel:
		return lang.T(ctx, "段階")
	case emergency.TellContact:
		return lang.T(ctx, "緊急の連絡先")
	case emergency.TellDoctor:
		return lang.T(ctx, "主治医")
	}
	return string(d)
}

func dataWords(ctx context.Context, list []emergency.Datum) string {
	var out []string
	for _, d := range list {
		out = append(out, datumWord(ctx, d))
	}
	return strings.Join(out, lang.T(ctx, "、"))
}

func groundWord(ctx context.Context, g emergency.Ground) string {
	switch g {
	case emergency.LifeProtection:
		return lang.T(ctx, "命や体を守るため(個人情報保護法27条1項2号)")
	case emergency.ByConsent:
		return lang.T(ctx, "ご本人の同意")
	case emergency.JustCause:
		return lang.T(ctx, "正当な事由(労働安全衛生法104条1項ただし書)")
	case emergency.Statute:
		return lang.T(ctx, "法令による(個人情報保護法27条1項1号)")
	}
	return string(g)
}

func recipientWord(ctx context.Context, kind string) string {
	switch kind {
	case "AMBULANCE":
		return lang.T(ctx, "119(消防・救急)")
	case "POLICE":
		return lang.T(ctx, "110(警察)")
	case "HOSPITAL":
		return lang.T(ctx, "病院")
	case "FAMILY":
		return lang.T(ctx, "ご家族・緊急の連絡先")
	case "OTHER":
		return lang.T(ctx, "そのほか")
	}
	return roleWord(ctx, emergency.Role(kind))
}

func toldByWord(ctx context.Context, c string) string {
	switch c {
	case "PHONE":
		return lang.T(ctx, "電話で")
	case "IN_PERSON":
		return lang.T(ctx, "会って")
	case "MAIL":
		return lang.T(ctx, "メールで")
	}
	return lang.T(ctx, "この画面で")
}
