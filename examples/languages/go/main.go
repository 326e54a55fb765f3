package main

import (
	webhooks "example.com/pulumi-cybersource-webhooks/sdk/go/cybersourcewebhooks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		organization := pulumi.String(config.New(ctx, "").Require("organizationId"))
		signingKey, err := webhooks.NewWebhookSigningKey(ctx, "orders", &webhooks.WebhookSigningKeyArgs{
			OrganizationId:  organization,
			RenewBeforeDays: pulumi.Float64(30),
		})
		if err != nil {
			return err
		}
		verification, err := webhooks.NewWebhookVerificationKeys(ctx, "orders", &webhooks.WebhookVerificationKeysArgs{
			Current: &webhooks.CurrentKeyArgs{KeyId: signingKey.KeyId, Key: signingKey.Key, ExpirationDate: signingKey.ExpirationDate},
		}, pulumi.Protect(true))
		if err != nil {
			return err
		}
		_, err = webhooks.NewWebhookSubscription(ctx, "orders", &webhooks.WebhookSubscriptionArgs{
			OrganizationId: organization,
			WebhookUrl:     pulumi.String("https://hooks.example.com/in"),
			Products: webhooks.WebhookProductArray{webhooks.WebhookProductArgs{
				ProductId:  pulumi.String("tokenManagement"),
				EventTypes: pulumi.ToStringArray([]string{"tms.networktoken.updated"}),
			}},
		}, pulumi.DependsOn([]pulumi.Resource{signingKey}), pulumi.DeleteBeforeReplace(true))
		ctx.Export("verificationKeys", verification.Keys)
		return err
	})
}
