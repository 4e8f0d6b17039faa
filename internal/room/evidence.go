package room

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"mendan/internal/civil"
	"mendan/internal/id"
)

// Schema is the shape of the document; it rises when a field changes its meaning.
const Schema = "mendan.evidence/1"

// Evidence is the document about one session: which conditions of the notice
// held and how we know. It holds no word of the talk, no name, no address and
// no number: people are ids, the checklist says done or not.
type Evidence struct {
	Schema     string       `json:"schema"`
	Issued     time.Time    `json:"issued"`
	Session    AboutSession `json:"session"`
	Checklist  []CheckItem  `json:"checklist"`
	Continuity Continuity   `json:"continuity"`
	Rules      AboutRules   `json:"rules"`
	Conditions []Judged     `json:"conditions"`
	Events     []Seen       `json:"events"`
	Statistics Statistics   `json:"statistics"`
}

// AboutSession says which session it was.
type AboutSession struct {
	Room      id.Room      `json:"room"`
	Case      id.Case      `json:"case"`
	Type      string       `json:"type"`
	Statutory bool         `json:"statutory"`
	Company   id.Company   `json:"company"`
	Workplace id.Workplace `json:"workplace"`
	Worker    id.Employee  `json:"worker"`
	Physician id.Physician `json:"physician"`
	Planned   Planned      `json:"planned"`
	Opened    *time.Time   `json:"opened"`
	Ended     *time.Time   `json:"ended"`
	Outcome   Outcome      `json:"outcome"`
	Ending    Ending       `json:"ending,omitempty"`
	// Line is what the physician decided about a line that passed a limit, Camera
	// why the worker's camera may have been off; nil when nothing was said.
	Line   *LineWord        `json:"line,omitempty"`
	Camera *CameraException `json:"camera,omitempty"`
	// Tool is the outside tool it was held in, Attested the physician's word about
	// it; both absent for our own room, where we measured.
	Tool     string       `json:"tool,omitempty"`
	Attested *Attestation `json:"attested,omitempty"`
}

// Planned is the booked time.
type Planned struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// CheckItem is one item of the opening checklist: done or not, never its content.
// Of the identity check also the way, which is no secret and is asked for.
type CheckItem struct {
	Item string   `json:"item"`
	Done bool     `json:"done"`
	Way  Identity `json:"way,omitempty"`
}

// AboutRules says by which table was judged.
type AboutRules struct {
	Version string `json:"version"`
	Source  string `json:"source"`
	// Binding is false for interviews the notice does not cover: then the
	// conditions are told for reference.
	Binding bool `json:"binding"`
	// Gate is what the launch gate said of the workplace when the interview was
	// booked and when it began, oldest first.
	Gate []GateSaid `json:"gate,omitempty"`
	// Mode is what decided that it could be online: as it began, else as last decided.
	Mode *ModeSaid `json:"mode,omitempty"`
}

// ModeSaid is a decision for online or in person. Rows that look at anything
// about the worker's health or home are counted and not named.
type ModeSaid struct {
	At       time.Time `json:"at"`
	Moment   string    `json:"moment"`
	Version  string    `json:"version"`
	Outcome  string    `json:"outcome"`
	Online   bool      `json:"online"` // by the table, or by the physician's recorded sentence
	Rows     []string  `json:"rows"`
	Withheld int       `json:"withheld"`
}

// GateSaid is one verdict of the launch gate, by the rules in force that day.
type GateSaid struct {
	Moment  string     `json:"moment"` // booking, start
	At      time.Time  `json:"at"`
	Day     civil.Date `json:"day"` // of the interview
	Version string     `json:"version"`
	Open    bool       `json:"open"`
	Items   []GateItem `json:"items"`
}

// GateItem is one requirement of the gate, and what it rested on.
type GateItem struct {
	ID       string     `json:"id"`
	Strength string     `json:"strength"`
	State    string     `json:"state"`
	Since    civil.Date `json:"since,omitzero"`
	Until    civil.Date `json:"until,omitzero"`
	Evidence []string   `json:"evidence"`
}

// Judged is a condition with its reason in words.
type Judged struct {
	Condition
	Title Words `json:"title"`
	Why   Words `json:"why"`
}

// Words is a sentence in both languages.
type Words struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// Seen is one event as the document tells it.
type Seen struct {
	At     time.Time `json:"at"`
	Source Source    `json:"source"`
	Side   Side      `json:"side,omitempty"`
	Kind   Kind      `json:"kind"`
	Detail Detail    `json:"detail,omitzero"`
}

// Statistics says how much the browsers reported, and pins it by a hash.
type Statistics struct {
	Worker    int    `json:"worker"`    // samples
	Physician int    `json:"physician"` // samples
	Digest    string `json:"digest"`    // SHA-256 of all batches in order
}

// Seal is the signature over the document, section by section, so that a
// change can be named.
type Seal struct {
	Algorithm string            `json:"algorithm"` // Ed25519
	Key       string            `json:"key"`       // public key, base64
	Digests   map[string]string `json:"digests"`   // SHA-256 of each section, hex
	Signature string            `json:"signature"` // over schema and digests, base64
}

// Sign gives the document with its seal, as bytes to be handed out.
func Sign(e Evidence, key ed25519.PrivateKey) ([]byte, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	sections, order, err := split(body)
	if err != nil {
		return nil, err
	}
	seal := Seal{Algorithm: "Ed25519", Key: PublicText(key.Public().(ed25519.PublicKey)), Digests: map[string]string{}}
	for name, raw := range sections {
		seal.Digests[name] = digest(raw)
	}
	seal.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(key, seal.signed()))
	sealed, err := json.Marshal(seal)
	if err != nil {
		return nil, err
	}
	var flat bytes.Buffer
	flat.WriteByte('{')
	for _, name := range order {
		fmt.Fprintf(&flat, "%q:%s,", name, sections[name])
	}
	fmt.Fprintf(&flat, "%q:%s}", "seal", sealed)
	var out bytes.Buffer
	if err := json.Indent(&out, flat.Bytes(), "", " "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// signed is what the signature is over: the names and digests in fixed order.
func (s Seal) signed() []byte {
	var b bytes.Buffer
	b.WriteString(Schema + "\n" + s.Algorithm + "\n")
	names := make([]string, 0, len(s.Digests))
	for name := range s.Digests {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "%s %s\n", name, s.Digests[name])
	}
	return b.Bytes()
}

// VerifyEvidence tells whether the bytes are a document signed with the trusted
// key, unchanged; then it gives the document. A nil key trusts the one named in
// the document: that proves that nothing was changed since, not who signed.
//
// Errors: ErrTruncated, ErrNotOurs, ErrUnknownKey, ErrSignature, ErrChanged
// with the name of the section.
func VerifyEvidence(b []byte, trusted ed25519.PublicKey) (Evidence, error) {
	sections, _, err := split(b)
	if err != nil {
		return Evidence{}, err
	}
	rawSeal, ok := sections["seal"]
	if !ok {
		return Evidence{}, ErrNotOurs.Because(errors.New("no seal"))
	}
	delete(sections, "seal")
	var seal Seal
	if err := strict(rawSeal, &seal); err != nil {
		return Evidence{}, ErrNotOurs.Because(err)
	}
	key, err := ParsePublic(seal.Key)
	if err != nil || seal.Algorithm != "Ed25519" {
		return Evidence{}, ErrNotOurs.Because(errors.New("no Ed25519 key"))
	}
	if trusted != nil && !trusted.Equal(key) {
		return Evidence{}, ErrUnknownKey.With(seal.Key)
	}
	signature, err := base64.StdEncoding.Strict().DecodeString(seal.Signature)
	if err != nil || !ed25519.Verify(key, seal.signed(), signature) {
		return Evidence{}, ErrSignature
	}
	// The digests are as signed; now each section against its digest.
	for _, name := range sectionNames() {
		raw, here := sections[name]
		if !here || seal.Digests[name] != digest(raw) {
			return Evidence{}, ErrChanged.With(name)
		}
		delete(sections, name)
	}
	for name := range sections {
		return Evidence{}, ErrChanged.With(name) // something was added
	}
	var e Evidence
	if err := json.Unmarshal(b, &e); err != nil || e.Schema != Schema {
		return Evidence{}, ErrNotOurs.Because(err)
	}
	return e, nil
}

func sectionNames() []string {
	return []string{"schema", "issued", "session", "checklist", "continuity", "rules", "conditions", "events", "statistics"}
}

// split takes a JSON object apart into its top-level values, compacted, and
// refuses names that come twice: readers would not agree which one counts.
func split(b []byte) (map[string]json.RawMessage, []string, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	open, err := dec.Token()
	if err != nil {
		return nil, nil, broken(err)
	}
	if open != json.Delim('{') {
		return nil, nil, ErrNotOurs.Because(errors.New("not an object"))
	}
	out := map[string]json.RawMessage{}
	var order []string
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, nil, broken(err)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, nil, broken(err)
		}
		key := fmt.Sprint(name)
		if _, twice := out[key]; twice {
			return nil, nil, ErrChanged.With(key)
		}
		var flat bytes.Buffer
		if err := json.Compact(&flat, raw); err != nil {
			return nil, nil, broken(err)
		}
		out[key] = flat.Bytes()
		order = append(order, key)
	}
	if _, err := dec.Token(); err != nil {
		return nil, nil, broken(err)
	}
	if len(bytes.TrimSpace(b[dec.InputOffset():])) > 0 {
		return nil, nil, ErrChanged.With("…")
	}
	return out, order, nil
}

// broken tells a cut file from one that never was ours.
func broken(err error) error {
	var syntax *json.SyntaxError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && strings.Contains(syntax.Error(), "unexpected end") {
		return ErrTruncated.Because(err)
	}
	return ErrNotOurs.Because(err)
}

func strict(raw []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}

func digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// PublicText is a public key as people compare and store it.
func PublicText(key ed25519.PublicKey) string { return base64.StdEncoding.EncodeToString(key) }

// ParsePublic reads what PublicText wrote. Errors: ErrUnknownKey.
func ParsePublic(text string) (ed25519.PublicKey, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(text))
	if err != nil || len(b) != ed25519.PublicKeySize {
		return nil, ErrUnknownKey.With(text)
	}
	return b, nil
}

// PublicOf is the public half of a signing key.
func PublicOf(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }
