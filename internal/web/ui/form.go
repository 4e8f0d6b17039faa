package ui

import (
	"slices"
	"strconv"
)

// width is the class for the expected number of characters.
func width(n int) string {
	switch {
	case n == 0:
		return ""
	case n <= 4:
		return "w-4"
	case n <= 8:
		return "w-8"
	case n <= 12:
		return "w-12"
	}
	return "w-20"
}

// The first option carries the id of the field, so that the error summary leads to it.
func optionID(name string, i int) string {
	if i == 0 {
		return controlID(name)
	}
	return controlID(name) + "-" + strconv.Itoa(i)
}

func chosen(c Choice, kind, value string) bool {
	if kind == "radio" {
		return value != "" && c.Value == value
	}
	return slices.Contains(c.Values, value)
}

// rows is the height of a field of several lines; 0 is four.
func rows(n int) int {
	if n == 0 {
		return 4
	}
	return n
}
