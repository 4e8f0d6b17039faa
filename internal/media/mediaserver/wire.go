package mediaserver

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"time"

	"github.com/livekit/livekit-server/pkg/config"
	"github.com/livekit/livekit-server/pkg/routing"
	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/livekit-server/pkg/telemetry"
	"github.com/livekit/livekit-server/pkg/telemetry/prometheus"
	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/logger"
	"github.com/livekit/protocol/redis"
	"github.com/livekit/protocol/rpc"
	"github.com/livekit/protocol/utils"
	"github.com/livekit/psrpc"
	"github.com/livekit/psrpc/pkg/middleware/otelpsrpc"
	"github.com/pion/turn/v5"

	"mendan/internal/media"
)

// parts are the pieces of the server that we use: signalling, rooms, relay and
// telemetry. Recording, ingress, telephone lines, agents and the public API of
// the original are not wired: what is not there cannot be misused.
type parts struct {
	conf    *config.Config
	keys    auth.KeyProvider
	router  routing.Router
	store   service.ObjectStore
	rooms   *service.RoomManager
	signals *service.SignalServer
	rtc     *service.RTCService
	turn    *turn.Server
	seen    *watcher
	ended   chan struct{}
}

// wire follows the original's pkg/service/wire_gen.go (v1.13.5), part by part.
func wire(conf *config.Config, tell *teller) (*parts, error) {
	node, err := routing.NewLocalNode(conf)
	if err != nil {
		return nil, err
	}
	// Once per process and before the rest: without it the first packet ends the process.
	if err := prometheus.Init(string(node.NodeID()), node.NodeType()); err != nil {
		return nil, err
	}
	p := &parts{conf: conf, keys: auth.NewFileBasedKeyProviderFromMap(conf.Keys), ended: make(chan struct{})}
	bus := psrpc.NewLocalMessageBus()
	p.store = service.NewLocalStore()
	var shared redisClient
	if conf.Redis.IsConfigured() {
		if shared, err = redis.GetRedisClient(&conf.Redis); err != nil {
			return nil, err
		}
		bus, p.store = psrpc.NewRedisMessageBus(shared), service.NewRedisStore(shared)
	}
	signalClient, err := routing.NewSignalClient(node.NodeID(), bus, conf.SignalRelay)
	if err != nil {
		return nil, err
	}
	params := rpc.NewClientParams(conf.PSRPC, bus, logger.GetLogger(), rpc.PSRPCMetricsObserver{}, otelpsrpc.ClientOptions(otelpsrpc.Config{}))
	roomClient, err := routing.NewRoomManagerClient(params, conf.Room)
	if err != nil {
		return nil, err
	}
	keepalive, err := rpc.NewKeepalivePubSub(params)
	if err != nil {
		return nil, err
	}
	p.router = routing.CreateRouter(shared, node, signalClient, roomClient, keepalive, conf.NodeStats)
	allocator, err := service.NewRoomAllocator(conf, p.router, p.store)
	if err != nil {
		return nil, err
	}
	p.seen = newWatcher(tell)
	p.seen.TelemetryService = telemetry.NewTelemetryService(nil, p.seen.stats())
	p.rtc = service.NewRTCService(conf, allocator, p.router, p.seen)
	relayAuth := service.NewTURNAuthHandler(p.keys)
	agents, _ := p.store.(service.AgentStore)
	p.rooms, err = service.NewLocalRoomManager(conf, p.store, node, p.router, allocator, p.seen,
		nil, agents, nil, utils.NewDefaultTimedVersionGenerator(), relayAuth, bus, nil)
	if err != nil {
		return nil, err
	}
	p.signals, err = service.NewDefaultSignalServer(node, bus, conf.SignalRelay, p.router, p.rooms)
	if err != nil {
		return nil, err
	}
	p.turn, err = service.NewTurnServer(conf, relayAuth.HandleAuth, false)
	return p, err
}

func (p *parts) start() error {
	if err := p.router.RegisterNode(); err != nil {
		return err
	}
	if err := p.router.Start(); err != nil {
		return err
	}
	if err := p.signals.Start(); err != nil {
		return err
	}
	go func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-p.ended:
				return
			case <-tick.C:
				p.rooms.CloseIdleRooms()
			}
		}
	}()
	return nil
}

// drain takes nobody new and waits until everybody left, at most for the grace.
func (p *parts) drain(grace time.Duration) {
	p.router.Drain()
	deadline := time.Now().Add(grace)
	for p.rooms.HasParticipants() && time.Now().Before(deadline) {
		time.Sleep(100 * time.Millisecond)
	}
}

func (p *parts) stop() {
	close(p.ended)
	if p.turn != nil {
		_ = p.turn.Close()
	}
	p.rooms.Stop()
	p.signals.Stop()
	p.router.Stop()
	_ = p.router.UnregisterNode()
}

// handler is all that listens: signalling for browsers (through the proxy of
// our parent), a sign of life, and commands for whoever knows the secret.
func (p *parts) handler(admin string) http.Handler {
	browsers := http.NewServeMux()
	p.rtc.SetupRoutes(browsers)
	checked := service.NewAPIKeyAuthMiddleware(p.keys)

	mux := http.NewServeMux()
	mux.HandleFunc("GET /rtc", func(w http.ResponseWriter, r *http.Request) { checked.ServeHTTP(w, r, browsers.ServeHTTP) })
	mux.HandleFunc("GET /rtc/", func(w http.ResponseWriter, r *http.Request) { checked.ServeHTTP(w, r, browsers.ServeHTTP) })
	mux.HandleFunc("GET /alive", func(http.ResponseWriter, *http.Request) {})

	command := func(pattern string, f func(ctx context.Context, r *http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+admin)) != 1 {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			// The server keeps the context of a room's making for the room's life.
			out, err := f(context.WithoutCancel(r.Context()), r)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			_ = json.NewEncoder(w).Encode(out)
		})
	}
	command("GET /rooms", func(ctx context.Context, _ *http.Request) (any, error) { return p.list(ctx) })
	command("PUT /rooms/{room}", func(ctx context.Context, r *http.Request) (any, error) {
		req := &livekit.CreateRoomRequest{Name: r.PathValue("room")}
		if r.URL.Query().Has("briefly") {
			req.EmptyTimeout, req.DepartureTimeout = 120, 20 // seconds
		}
		_, err := p.rooms.CreateRoom(ctx, req)
		return nil, err
	})
	command("DELETE /rooms/{room}", func(ctx context.Context, r *http.Request) (any, error) {
		_, err := p.rooms.DeleteRoom(ctx, &livekit.DeleteRoomRequest{Room: r.PathValue("room")})
		return nil, err
	})
	command("DELETE /rooms/{room}/people/{identity}", func(ctx context.Context, r *http.Request) (any, error) {
		name, identity := r.PathValue("room"), r.PathValue("identity")
		if here, err := p.store.HasParticipant(ctx, livekit.RoomName(name), livekit.ParticipantIdentity(identity)); err != nil || !here {
			return nil, err
		}
		_, err := p.rooms.RemoveParticipant(ctx, &livekit.RoomParticipantIdentity{Room: name, Identity: identity})
		return nil, err
	})
	return mux
}

func (p *parts) list(ctx context.Context) ([]media.Room, error) {
	rooms, err := p.store.ListRooms(ctx, nil)
	if err != nil {
		return nil, err
	}
	out := []media.Room{}
	for _, r := range rooms {
		people, err := p.store.ListParticipants(ctx, livekit.RoomName(r.Name))
		if err != nil {
			return nil, err
		}
		room := media.Room{Name: r.Name, People: []string{}}
		for _, x := range people {
			room.People = append(room.People, x.Identity)
		}
		out = append(out, room)
	}
	return out, nil
}
