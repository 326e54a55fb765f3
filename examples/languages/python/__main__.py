import pulumi
import pulumi_cybersource_webhooks as webhooks

config = pulumi.Config()
organization_id = config.require("organizationId")

signing_key = webhooks.WebhookSigningKey("orders", organization_id=organization_id, renew_before_days=30)
verification = webhooks.WebhookVerificationKeys(
    "orders",
    current={"key_id": signing_key.key_id, "key": signing_key.key, "expiration_date": signing_key.expiration_date},
    opts=pulumi.ResourceOptions(protect=True),
)
webhooks.WebhookSubscription(
    "orders",
    organization_id=organization_id,
    webhook_url="https://hooks.example.com/in",
    products=[{"product_id": "tokenManagement", "event_types": ["tms.networktoken.updated"]}],
    opts=pulumi.ResourceOptions(depends_on=[signing_key], delete_before_replace=True),
)
pulumi.export("verificationKeys", verification.keys)
