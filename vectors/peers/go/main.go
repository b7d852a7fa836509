// Presigns the cases on standard input with the AWS SDK for Go v2.
//
// From v1.47.6 that sorts the query by encoded name and value; before, by decoded ones.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// SHA-256 of nothing.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

type input struct {
	Name, Method, URL string
	Headers           [][2]string
	AccessKeyID       string `json:"access_key_id"`
	SecretAccessKey   string `json:"secret_access_key"`
	SessionToken      string `json:"session_token"`
	Region, Service   string
	Now               int64
	ExpiresIn         int `json:"expires_in"`
}

type output struct {
	URL   string `json:"url,omitempty"`
	Error string `json:"error,omitempty"`
}

func presign(c input) (string, error) {
	// The signer has no expiry option: the caller presets the parameter.
	sep := "?"
	if strings.Contains(c.URL, "?") {
		sep = "&"
	}
	url := fmt.Sprintf("%s%sX-Amz-Expires=%d", c.URL, sep, c.ExpiresIn)
	req, err := http.NewRequest(c.Method, url, nil)
	if err != nil {
		return "", err
	}
	for _, h := range c.Headers {
		req.Header.Add(h[0], h[1])
	}
	payload := emptyHash
	if c.Service == "s3" {
		payload = "UNSIGNED-PAYLOAD"
	}
	creds := aws.Credentials{
		AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken,
	}
	signed, _, err := v4.NewSigner().PresignHTTP(
		context.Background(), creds, req, payload, c.Service, c.Region, time.Unix(c.Now, 0),
		func(o *v4.SignerOptions) {
			o.DisableHeaderHoisting = true
			o.DisableURIPathEscaping = c.Service == "s3"
		})
	return signed, err
}

func main() {
	var cases []input
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	results := map[string]output{}
	for _, c := range cases {
		url, err := presign(c)
		if err != nil {
			results[c.Name] = output{Error: err.Error()}
		} else {
			results[c.Name] = output{URL: url}
		}
	}
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(results); err != nil {
		panic(err)
	}
}
