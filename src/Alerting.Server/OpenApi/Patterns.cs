namespace Alerting.Server.OpenApi;

/// <summary>Regular expressions (ECMA-262, as JSON Schema has them) of texts of the API.</summary>
internal static class Patterns
{
    /// <summary>As <see cref="Alerting.Slug"/>.</summary>
    public const string Slug = "^[a-z0-9-]{1,64}$";

    /// <summary>
    /// As <see cref="Alerting.Duration"/>. It is wider than RFC 3339's durations, which have neither weeks beside days nor
    /// fractions: format "duration" would be wrong of what is taken, and makes clients of NSwag read a clock type.
    /// </summary>
    public const string Duration =
        @"^P(?=.)((\d+\.?\d*|\.\d+)W)?((\d+\.?\d*|\.\d+)D)?(T(?=.)((\d+\.?\d*|\.\d+)H)?((\d+\.?\d*|\.\d+)M)?((\d+\.?\d*|\.\d+)S)?)?$";

    /// <summary>As <see cref="Alerting.Notifications.Webhooks.StandardWebhook"/>: the base64 of 24 to 64 bytes.</summary>
    public const string Secret = "^whsec_[A-Za-z0-9+/]{32,86}={0,2}$";
}
