package opinionweb

import (
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/web"
)

type respond = http.ResponseWriter

// status is that of a page drawn with the fault err, or 200.
func status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return web.Status(fault.KindOf(err))
}

// shown tells whether the fault is told on the form itself, with what was typed
// kept; every other fault is answered by the door.
func shown(err error) bool {
	k := fault.KindOf(err)
	return k == fault.Invalid || k == fault.Conflict
}
