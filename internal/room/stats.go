package room

import (
	"time"

	"mendan/internal/id"
)

// Sample is what one browser measured over a short span that ended at At, by
// its own clock. Counts are of the span, not since the beginning.
type Sample struct {
	At         time.Time `json:"at"`
	Span       int       `json:"span"` // ms
	VideoIn    VideoIn   `json:"videoIn"`
	AudioIn    AudioIn   `json:"audioIn"`
	VideoOut   VideoOut  `json:"videoOut"`
	RTT        float64   `json:"rtt"` // ms
	Camera     bool      `json:"camera"`
	Mic        bool      `json:"mic"`
	Visible    bool      `json:"visible"`
	Connection string    `json:"connection"` // connected, reconnecting, disconnected
	Transport  string    `json:"transport"`  // udp, tcp, relay
}

// VideoIn is the picture of the other side as it arrived.
type VideoIn struct {
	Frames   float64 `json:"frames"`
	Dropped  float64 `json:"framesDropped"`
	FreezeMS float64 `json:"freezeMs"`
	Bytes    float64 `json:"bytes"`
	Lost     float64 `json:"lost"`
	Width    float64 `json:"width"`
	Height   float64 `json:"height"`
}

// AudioIn is the voice of the other side as it arrived.
type AudioIn struct {
	Bytes       float64 `json:"bytes"`
	Lost        float64 `json:"lost"`
	ConcealedMS float64 `json:"concealedMs"`
	Level       float64 `json:"level"` // 0-1
}

// VideoOut is one's own picture as it was sent.
type VideoOut struct {
	Frames  float64 `json:"frames"`
	Bytes   float64 `json:"bytes"`
	Width   float64 `json:"width"`
	Height  float64 `json:"height"`
	Limited string  `json:"limited,omitempty"` // what held it down: cpu, bandwidth
}

// Batch is some samples of one page load, numbered by the page.
type Batch struct {
	Room     id.Room   `json:"-"`
	Side     Side      `json:"-"`
	Received time.Time `json:"-"`
	Client   string    `json:"client"` // made by the page when it was loaded
	Seq      int64     `json:"seq"`
	Samples  []Sample  `json:"samples"`
}

const (
	mostSamples = 120
	longestSpan = 60_000 // ms
)

// Check refuses what nobody could have measured. Errors: ErrBatch.
func (b Batch) Check() error {
	if !clientName(b.Client) || b.Seq < 0 || len(b.Samples) == 0 || len(b.Samples) > mostSamples {
		return ErrBatch
	}
	for _, s := range b.Samples {
		if s.At.IsZero() || s.Span < 0 || s.Span > longestSpan || s.VideoIn.FreezeMS < 0 || s.VideoIn.Frames < 0 || s.AudioIn.Bytes < 0 {
			return ErrBatch
		}
	}
	return nil
}

func clientName(text string) bool {
	if len(text) < 8 || len(text) > 64 {
		return false
	}
	for _, r := range text {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

// placed is a sample with the page it came from.
type placed struct {
	Sample
	client string
}

// aligned gives the samples of each side on the server's clock. A browser's
// clock may be minutes wrong: the quickest of its batches tells by how much,
// since a batch can arrive late but never early.
func aligned(batches []Batch) map[Side][]placed {
	ahead := map[string]time.Duration{}
	for _, b := range batches {
		last := b.Samples[len(b.Samples)-1].At
		late := b.Received.Sub(last)
		if known, ok := ahead[b.Client]; !ok || late < known {
			ahead[b.Client] = late
		}
	}
	out := map[Side][]placed{}
	for _, b := range batches {
		for _, s := range b.Samples {
			s.At = s.At.Add(ahead[b.Client])
			out[b.Side] = append(out[b.Side], placed{s, b.Client})
		}
	}
	return out
}
