package governanceweb

import (
	"context"
	"net/http"
	"strconv"

	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

func kindOf(r *web.Request) (governance.Kind, error) {
	k := governance.Kind(r.PathValue("kind"))
	if !k.Known() {
		return k, web.ErrNotFound
	}
	return k, nil
}

// versionIn reads a version from the query; none is 0, the newest.
func versionIn(r *web.Request, name string) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func (p *Pages) read(r *web.Request, version int) (governance.DocumentView, error) {
	k, err := workplaceOf(r)
	if err != nil {
		return governance.DocumentView{}, err
	}
	kind, err := kindOf(r)
	if err != nil {
		return governance.DocumentView{}, err
	}
	return p.Service.DocumentOf(r.Context(), r.Who, k, kind, version)
}

func (p *Pages) document(w http.ResponseWriter, r *web.Request) error {
	v, err := p.read(r, versionIn(r, "version"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, documentPage(v, manages(r, v.Place), r.URL.Query().Has("saved")))
}

func (p *Pages) edit(w http.ResponseWriter, r *web.Request) error {
	v, err := p.read(r, 0)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, editPage(v, v.Document.Version, v.Document.Title, v.Document.Sections, nil))
}

// spare is how many empty parts the form offers for additions.
const spare = 2

func (p *Pages) save(w http.ResponseWriter, r *web.Request) error {
	v, err := p.read(r, 0)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	base, _ := strconv.Atoi(form.Text("base"))
	in := governance.EditInput{Workplace: v.Place.ID, Kind: v.Document.Kind, Base: base, Title: form.Text("title")}
	n, _ := strconv.Atoi(form.Text("sections"))
	for i := range min(max(n, 0), 100) {
		s := strconv.Itoa(i)
		in.Sections = append(in.Sections, governance.Section{Key: form.Text("key-" + s), Heading: form.Text("heading-" + s), Text: form.Text("text-" + s)})
	}
	_, err = p.Service.Edit(r.Context(), r.Who, in)
	if refused(err) {
		return web.Render(w, r, status(err), editPage(v, base, in.Title, in.Sections, err))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(v.Place.ID, "/documents/"+string(v.Document.Kind)+"?saved=yes"))
}

func (p *Pages) changes(w http.ResponseWriter, r *web.Request) error {
	v, err := p.read(r, versionIn(r, "to"))
	if err != nil {
		return err
	}
	from := versionIn(r, "from")
	if from == 0 {
		from = v.Document.Version - 1
	}
	a, b, diff, err := p.Service.Compare(r.Context(), r.Who, v.Place.ID, v.Document.Kind, from, v.Document.Version)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, changesPage(v, a, b, diff))
}

const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

func (p *Pages) file(w http.ResponseWriter, r *web.Request) error {
	v, err := p.read(r, versionIn(r, "version"))
	if err != nil {
		return err
	}
	name := "mendan-" + string(v.Document.Kind) + "-" + strconv.Itoa(v.Document.Version)
	if r.URL.Query().Get("as") == "docx" {
		b, err := p.Paper.Word(v.Document, v.Place.Name)
		if err != nil {
			return err
		}
		return web.Download(w, word, name+".docx", b)
	}
	b, err := p.Paper.PDF(v.Document, v.Place.Name)
	if err != nil {
		return err
	}
	return web.Download(w, "application/pdf", name+".pdf", b)
}

func fileHref(w id.Workplace, k governance.Kind, version int, as string) string {
	return ui.Query(at(w, "/documents/"+string(k)+"/file"), "version", strconv.Itoa(version), "as", as)
}

func howWord(ctx context.Context, h governance.How) string {
	if h == governance.Edited {
		return lang.T(ctx, "手で直した")
	}
	return lang.T(ctx, "答えから作った")
}

// headingOf is the n-th heading as it stands on paper.
func headingOf(d governance.Document, n int) string { return d.Heading(n) }
