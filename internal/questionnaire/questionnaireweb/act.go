package questionnaireweb

import (
	"context"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/questionnaire"
)

// act is sending or reopening.
type act func(ctx context.Context, who actor.Actor, c id.Case, form questionnaire.FormID) error
