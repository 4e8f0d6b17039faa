//go:build look

package demo_test

import (
	"context"

	"mendan/internal/account/accountdb"
	"mendan/internal/jobs"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

type quiet struct{}

func (quiet) Enqueue(context.Context, txn.Write, jobs.Job) error   { return nil }
func (quiet) Send(context.Context, txn.Write, notify.Notice) error { return nil }
func accountdbNew() accountdb.Store                                { return accountdb.New() }
