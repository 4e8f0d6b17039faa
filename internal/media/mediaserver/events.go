package mediaserver

import (
	"context"
	"strings"
	"sync"

	"github.com/livekit/livekit-server/pkg/telemetry"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/observability/roomobs"
	goredis "github.com/redis/go-redis/v9"

	"mendan/internal/media"
)

type redisClient = goredis.UniversalClient

// watcher stands between the server and its telemetry and tells our parent what
// matters for the evidence. It adds nothing to what the server says.
type watcher struct {
	telemetry.TelemetryService // the original, which also keeps the figures for quality
	tell                       *teller

	// mu guards people and tracks.
	mu     sync.Mutex
	people map[livekit.ParticipantID]string // identities: some events only name the connection
	tracks map[livekit.TrackID]string       // sources
}

func newWatcher(tell *teller) *watcher {
	return &watcher{tell: tell, people: map[livekit.ParticipantID]string{}, tracks: map[livekit.TrackID]string{}}
}

func (w *watcher) know(p *livekit.ParticipantInfo) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.people[livekit.ParticipantID(p.GetSid())] = p.GetIdentity()
}

func (w *watcher) source(t *livekit.TrackInfo) string {
	name := strings.ToLower(t.GetSource().String())
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tracks[livekit.TrackID(t.GetSid())] = name
	return name
}

func (w *watcher) identity(p livekit.ParticipantID) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.people[p]
}

// RoomEnded is told when a room is gone.
func (w *watcher) RoomEnded(ctx context.Context, room *livekit.Room) {
	w.tell.event(media.Event{Kind: media.RoomClosed, Room: room.GetName()})
	w.TelemetryService.RoomEnded(ctx, room)
}

// ParticipantJoined is told when the browser reached the server.
func (w *watcher) ParticipantJoined(ctx context.Context, room *livekit.Room, p *livekit.ParticipantInfo, ci *livekit.ClientInfo, cm *livekit.AnalyticsClientMeta, send bool, g *telemetry.ReferenceGuard) {
	w.know(p)
	w.tell.event(media.Event{Kind: media.Signalled, Room: room.GetName(), Identity: p.GetIdentity(), Conn: p.GetSid()})
	w.TelemetryService.ParticipantJoined(ctx, room, p, ci, cm, send, g)
}

// ParticipantActive is told when media flows.
func (w *watcher) ParticipantActive(ctx context.Context, room *livekit.Room, p *livekit.ParticipantInfo, cm *livekit.AnalyticsClientMeta, migration bool, g *telemetry.ReferenceGuard) {
	w.know(p)
	w.tell.event(media.Event{Kind: media.Joined, Room: room.GetName(), Identity: p.GetIdentity(), Conn: p.GetSid(),
		Data: media.Data{Connection: strings.ToLower(cm.GetConnectionType())}})
	w.TelemetryService.ParticipantActive(ctx, room, p, cm, migration, g)
}

// ParticipantResumed is told when the browser came back after a cut.
func (w *watcher) ParticipantResumed(ctx context.Context, room *livekit.Room, p *livekit.ParticipantInfo, node livekit.NodeID, why livekit.ReconnectReason) {
	w.know(p)
	w.tell.event(media.Event{Kind: media.Resumed, Room: room.GetName(), Identity: p.GetIdentity(), Conn: p.GetSid(),
		Data: media.Data{Reason: strings.ToLower(strings.TrimPrefix(why.String(), "RR_"))}})
	w.TelemetryService.ParticipantResumed(ctx, room, p, node, why)
}

// ParticipantLeft is told when the connection is gone.
func (w *watcher) ParticipantLeft(ctx context.Context, room *livekit.Room, p *livekit.ParticipantInfo, send bool, g *telemetry.ReferenceGuard) {
	w.mu.Lock()
	delete(w.people, livekit.ParticipantID(p.GetSid()))
	w.mu.Unlock()
	w.tell.event(media.Event{Kind: media.Left, Room: room.GetName(), Identity: p.GetIdentity(), Conn: p.GetSid(),
		Data: media.Data{Reason: strings.ToLower(p.GetDisconnectReason().String())}})
	w.TelemetryService.ParticipantLeft(ctx, room, p, send, g)
}

// TrackPublished is told when a camera or microphone begins to send.
func (w *watcher) TrackPublished(ctx context.Context, id livekit.RoomID, room livekit.RoomName, p livekit.ParticipantID, identity livekit.ParticipantIdentity, t *livekit.TrackInfo, send bool) {
	w.tell.event(media.Event{Kind: media.Published, Room: string(room), Identity: string(identity), Conn: string(p), Data: media.Data{Source: w.source(t)}})
	if t.GetMuted() {
		w.tell.event(media.Event{Kind: media.Muted, Room: string(room), Identity: string(identity), Conn: string(p), Data: media.Data{Source: w.source(t)}})
	}
	w.TelemetryService.TrackPublished(ctx, id, room, p, identity, t, send)
}

// TrackUnpublished is told when it stops for good.
func (w *watcher) TrackUnpublished(ctx context.Context, id livekit.RoomID, room livekit.RoomName, p livekit.ParticipantID, identity livekit.ParticipantIdentity, t *livekit.TrackInfo, send bool) {
	w.tell.event(media.Event{Kind: media.Unpublished, Room: string(room), Identity: string(identity), Conn: string(p), Data: media.Data{Source: w.source(t)}})
	w.TelemetryService.TrackUnpublished(ctx, id, room, p, identity, t, send)
}

// TrackMuted is told when it pauses.
func (w *watcher) TrackMuted(ctx context.Context, id livekit.RoomID, room livekit.RoomName, p livekit.ParticipantID, t *livekit.TrackInfo) {
	w.tell.event(media.Event{Kind: media.Muted, Room: string(room), Identity: w.identity(p), Conn: string(p), Data: media.Data{Source: w.source(t)}})
	w.TelemetryService.TrackMuted(ctx, id, room, p, t)
}

// TrackUnmuted is told when it goes on.
func (w *watcher) TrackUnmuted(ctx context.Context, id livekit.RoomID, room livekit.RoomName, p livekit.ParticipantID, t *livekit.TrackInfo) {
	w.tell.event(media.Event{Kind: media.Unmuted, Room: string(room), Identity: w.identity(p), Conn: string(p), Data: media.Data{Source: w.source(t)}})
	w.TelemetryService.TrackUnmuted(ctx, id, room, p, t)
}

// stats hears the half-minute figures of every track.
func (w *watcher) stats() telemetry.AnalyticsService { return &figures{watcher: w} }

type figures struct {
	telemetry.NullAnalyticService
	watcher *watcher
}

// RoomProjectReporter reports to nobody; the server calls it without looking for nil.
func (*figures) RoomProjectReporter(context.Context) roomobs.ProjectReporter {
	return roomobs.NewNoopProjectReporter()
}

// SendStats tells the quality of each track.
func (f *figures) SendStats(_ context.Context, stats []*livekit.AnalyticsStat) {
	for _, s := range stats {
		w := f.watcher
		w.mu.Lock()
		source, identity := w.tracks[livekit.TrackID(s.GetTrackId())], w.people[livekit.ParticipantID(s.GetParticipantId())]
		w.mu.Unlock()
		if source == "" {
			continue // data channels and the like
		}
		d := media.Data{Source: source, Direction: "up", Score: float64(s.GetScore())}
		if s.GetKind() == livekit.StreamType_DOWNSTREAM {
			d.Direction = "down"
		}
		for _, x := range s.GetStreams() {
			d.Lost += int(x.GetPacketsLost())
			d.Packets += int(x.GetPrimaryPackets())
			d.RTT = max(d.RTT, int(x.GetRtt()))
		}
		w.tell.event(media.Event{Kind: media.Quality, Room: s.GetRoomName(), Identity: identity, Conn: s.GetParticipantId(), Data: d})
	}
}
