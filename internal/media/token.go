package media

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Grants is what a token lets its bearer do in its one room.
type Grants struct {
	// Watch only: no camera, no microphone. The zero value may send both.
	Watch bool
}

// ErrToken is returned for a token that is not ours, expired or not for a room.
var ErrToken = errors.New("media: not a valid room token")

// Claims of a room token in the media server's format.
type tokenClaims struct {
	jwt.RegisteredClaims
	Video videoGrant `json:"video"`
}

type videoGrant struct {
	RoomJoin             bool     `json:"roomJoin"`
	Room                 string   `json:"room"`
	CanPublish           bool     `json:"canPublish"`
	CanSubscribe         bool     `json:"canSubscribe"`
	CanPublishData       bool     `json:"canPublishData"`
	CanPublishSources    []string `json:"canPublishSources,omitempty"`
	CanUpdateOwnMetadata bool     `json:"canUpdateOwnMetadata"`
}

// signToken makes a token for one identity in one room, valid from now for ttl.
func signToken(key, secret, room, identity string, g Grants, now time.Time, ttl time.Duration) (string, error) {
	if room == "" || identity == "" || ttl <= 0 {
		return "", errors.New("media: a token needs a room, an identity and a time")
	}
	c := tokenClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    key,
			Subject:   identity,
			IssuedAt:  jwt.NewNumericDate(now),
			NotBefore: jwt.NewNumericDate(now.Add(-5 * time.Second)), // two clocks on one machine, rounded to seconds
			ExpiresAt: jwt.NewNumericDate(now.Add(ttl)),
		},
		Video: videoGrant{RoomJoin: true, Room: room, CanPublish: !g.Watch, CanSubscribe: true},
	}
	if !g.Watch {
		c.Video.CanPublishSources = []string{"camera", "microphone"}
	}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, c).SignedString([]byte(secret))
}

// readToken tells for whom a token is. Errors: ErrToken.
func readToken(key, secret, token string) (room, identity string, err error) {
	var c tokenClaims
	_, err = jwt.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return []byte(secret), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(key), jwt.WithExpirationRequired(), jwt.WithLeeway(2*time.Second))
	if err != nil || !c.Video.RoomJoin || c.Video.Room == "" || c.Subject == "" {
		return "", "", ErrToken // the cause would quote the token
	}
	return c.Video.Room, c.Subject, nil
}
