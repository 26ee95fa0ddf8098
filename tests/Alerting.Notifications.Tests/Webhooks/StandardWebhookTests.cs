using System.Text;
using Alerting.Notifications;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Webhooks;

public sealed class StandardWebhookTests
{
    [Fact]
    public void Signs_as_the_published_vector_says() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            StandardWebhook.Sign(
                AlertSample.Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_holds_24_to_64_bytes(int length, bool expected) =>
        Assert.Equal(expected, StandardWebhook.IsSecret($"whsec_{Convert.ToBase64String(new byte[length])}"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!")]
    [InlineData("whsec_MfKQ9r8GKYqr TwjUPD8ILPZIo2LaLaSw")]
    public void Anything_else_is_no_secret(string? secret) => Assert.False(StandardWebhook.IsSecret(secret));

    [Fact]
    public void Refuses_to_sign_without_a_secret() =>
        Assert.Throws<FormatException>(() => StandardWebhook.Sign("whsec_x", "id", 1, []));

    [Fact]
    public void While_a_secret_is_replaced_both_sign_with_a_space_between()
    {
        const string previous = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        var channel = AlertSample.Subscription().Channel;
        var (one, other) = (StandardWebhook.Sign(AlertSample.Secret, "A.1", 7, "{}"u8), StandardWebhook.Sign(previous, "A.1", 7, "{}"u8));
        Assert.Equal(one, StandardWebhook.Sign(channel, "A.1", 7, "{}"u8));
        Assert.Equal($"{one} {other}", StandardWebhook.Sign(channel with { PreviousSecret = previous }, "A.1", 7, "{}"u8));
    }
}
