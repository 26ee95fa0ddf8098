using System.Text.RegularExpressions;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using CsCheck;
using Xunit;

namespace Alerting.Server.Tests.OpenApi;

/// <summary>What the description says of texts is what their readers take.</summary>
public sealed class PatternsTests
{
    [Fact]
    public void A_duration_is_described_as_it_is_read()
    {
        // Numbers of a few digits, so that none is longer or greater than may be.
        var part = Gen.Char["PTWDHMS.05"];
        Gen.Select(Gen.Const("P"), part.Array[2, 8], static (first, rest) => first + new string(rest))
            .Where(static text => !Regex.IsMatch(text, @"\d{4}"))
            .Sample(static text => Regex.IsMatch(text, Duration.Pattern) == Duration.TryParse(text, out _), iter: 200_000);
        Assert.Matches(Duration.Pattern, "P1W2DT3H4M5.5S");
    }

    [Fact]
    public void An_id_is_described_as_it_is_read() =>
        Gen.Char["az09-_A "].Array[0, 66].Select(static text => new string(text))
            .Sample(static text => Regex.IsMatch(text, Slug.Pattern) == Slug.IsValid(text), iter: 20_000);

    [Fact]
    public void A_secret_that_is_taken_is_described() =>
        Gen.Byte.Array[24, 64].Select(static key => "whsec_" + Convert.ToBase64String(key))
            .Sample(static text => StandardWebhook.IsSecret(text) && Regex.IsMatch(text, ChannelBody.SecretPattern));
}
