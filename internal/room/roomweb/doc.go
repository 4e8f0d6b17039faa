// Package roomweb is the room's side towards browsers: the page, the JSON and
// the live stream the page lives on, and the signalling proxy in front of the
// media server. It decides nothing; package room does. Read routes.go first.
package roomweb
