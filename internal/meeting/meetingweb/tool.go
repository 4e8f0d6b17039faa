package meetingweb

import (
	"context"
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/meeting"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type toolView struct {
	Sheet meeting.Sheet
	Tool  string
	Way   string
	Err   error
	Saved bool
}

func (p *Pages) tool(w http.ResponseWriter, r *web.Request) error {
	place, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return err
	}
	sheet, err := p.service.SheetOf(r.Context(), r.Who, place)
	if err != nil {
		return err
	}
	v := toolView{Sheet: sheet, Tool: string(sheet.Designation.Tool), Way: string(sheet.Designation.Way), Saved: r.URL.Query().Has("saved")}
	return web.Render(w, r, http.StatusOK, toolPage(v))
}

func (p *Pages) name(w http.ResponseWriter, r *web.Request) error {
	place, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := meeting.NameInput{Workplace: place, Tool: meeting.Tool(form.Text("tool")), Way: meeting.Way(form.Text("way"))}
	err = p.service.Name(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.SheetOf(r.Context(), r.Who, place)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), toolPage(toolView{Sheet: sheet, Tool: string(in.Tool), Way: string(in.Way), Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, home(place)+"?saved")
}

// toolName is the tool as people call it.
func toolName(ctx context.Context, t meeting.Tool) string {
	if t == meeting.Own {
		return lang.T(ctx, "Mendanの面談室")
	}
	return t.Name()
}

func toolOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, t := range meeting.Tools() {
		hint := lang.T(ctx, "%sが運営する会議を使います。通信の状態は測れず、産業医の申告で残します。", t.Operator())
		if t == meeting.Own {
			hint = lang.T(ctx, "インストールは要りません。映像と音声がつながった時間を測り、証跡に残します。")
		}
		out = append(out, ui.Option{Value: string(t), Text: toolName(ctx, t), Hint: hint})
	}
	return out
}

func wayOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(meeting.Made), Text: lang.T(ctx, "予約のたびに、自動で会議を作る"), Hint: lang.T(ctx, "会社のアカウントの接続情報が必要です。日時の変更と取消も伝わります。")},
		{Value: string(meeting.Pasted), Text: lang.T(ctx, "面談ごとに、リンクを手で入れる"), Hint: lang.T(ctx, "産業医または担当者が、会議のリンクを貼り付けます。")},
	}
}

type accountView struct {
	Sheet                meeting.Sheet
	Tool                 meeting.Tool
	Tenant, Client, Host string
	Given                bool
	Err                  error
	Checked              bool
}

func (p *Pages) accountOf(r *web.Request) (accountView, error) {
	place, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return accountView{}, err
	}
	tool := meeting.Tool(r.PathValue("tool"))
	if !tool.Outside() {
		return accountView{}, web.ErrNotFound
	}
	sheet, err := p.service.SheetOf(r.Context(), r.Who, place)
	if err != nil {
		return accountView{}, err
	}
	if !sheet.May {
		return accountView{}, web.ErrNotFound
	}
	g, given := sheet.Accounts[tool]
	return accountView{Sheet: sheet, Tool: tool, Tenant: g.Tenant, Client: g.Client, Host: g.Host, Given: given, Checked: r.URL.Query().Has("checked")}, nil
}

func (p *Pages) account(w http.ResponseWriter, r *web.Request) error {
	v, err := p.accountOf(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, accountPage(v))
}

func (p *Pages) giveAccount(w http.ResponseWriter, r *web.Request) error {
	v, err := p.accountOf(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := meeting.AccountInput{
		Workplace: v.Sheet.Workplace.ID, Tool: v.Tool, Tenant: form.Text("tenant"), Client: form.Text("client"), Host: form.Text("host"), Secret: form.Raw("secret"),
	}
	err = p.service.GiveAccount(r.Context(), r.Who, in)
	if refused(err) {
		v.Tenant, v.Client, v.Host, v.Err = in.Tenant, in.Client, in.Host, err
		return web.Render(w, r, web.Status(fault.KindOf(err)), accountPage(v))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, home(in.Workplace)+"?saved")
}

func (p *Pages) checkAccount(w http.ResponseWriter, r *web.Request) error {
	v, err := p.accountOf(r)
	if err != nil {
		return err
	}
	err = p.service.CheckAccount(r.Context(), r.Who, v.Sheet.Workplace.ID, v.Tool)
	if refused(err) {
		v.Err = err
		return web.Render(w, r, web.Status(fault.KindOf(err)), accountPage(v))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, home(v.Sheet.Workplace.ID)+"/account/"+string(v.Tool)+"?checked")
}

func (p *Pages) forgetAccount(w http.ResponseWriter, r *web.Request) error {
	v, err := p.accountOf(r)
	if err != nil {
		return err
	}
	if err := p.service.ForgetAccount(r.Context(), r.Who, v.Sheet.Workplace.ID, v.Tool); err != nil {
		return err
	}
	return web.SeeOther(w, r, home(v.Sheet.Workplace.ID)+"?saved")
}

// fields are the words of a tool's own administration page.
type fields struct{ tenant, client, secret, host, hint string }

func fieldsOf(ctx context.Context, t meeting.Tool) fields {
	switch t { //nolint:exhaustive // the own room has none
	case meeting.Teams:
		return fields{
			lang.T(ctx, "ディレクトリ(テナント)ID"), lang.T(ctx, "アプリケーション(クライアント)ID"), lang.T(ctx, "クライアント シークレットの値"), lang.T(ctx, "会議を開くユーザーのオブジェクトID"),
			lang.T(ctx, "Microsoft Entra 管理センターで、アプリに OnlineMeetings.ReadWrite.All(アプリケーションの許可)と、会議を開くユーザーへのアプリケーション アクセス ポリシーを設定してください。"),
		}
	case meeting.Meet:
		return fields{
			"", lang.T(ctx, "サービス アカウントのメールアドレス"), lang.T(ctx, "秘密鍵(JSONファイルの private_key)"), lang.T(ctx, "会議を開くユーザーのメールアドレス"),
			lang.T(ctx, "Google Workspace の管理コンソールで、サービス アカウントに meetings.space.created のドメイン全体の委任を設定してください。"),
		}
	}
	return fields{
		lang.T(ctx, "アカウントID"), lang.T(ctx, "クライアントID"), lang.T(ctx, "クライアント シークレット"), lang.T(ctx, "会議を開くユーザーのメールアドレス"),
		lang.T(ctx, "Zoom App Marketplace で Server-to-Server OAuth アプリを作り、meeting:write:admin と meeting:read:admin を加えてください。"),
	}
}
