package play

import (
	"context"
	"io"
)

// DemoOptions are what a demonstration needs.
type DemoOptions struct {
	Program string // the mendan program itself
	Out     string // folder for documents, figures and pictures
	Say     io.Writer
}

// Demo plays one interview.
func Demo(ctx context.Context, o DemoOptions) error {
	_, _ = ctx, o
	return nil
}
