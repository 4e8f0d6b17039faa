package roomweb

import (
	"context"

	"mendan/internal/lang"
	"mendan/internal/room"
)

// identityName is how the physician made sure who is there, in words.
func identityName(ctx context.Context, way room.Identity) string {
	switch way {
	case room.EmployeeCard:
		return lang.T(ctx, "社員証")
	case room.MyNumberFront:
		return lang.T(ctx, "マイナンバーカード")
	case room.DrivingLicence:
		return lang.T(ctx, "運転免許証")
	case room.Known:
		return lang.T(ctx, "面識あり")
	default:
		return string(way)
	}
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
