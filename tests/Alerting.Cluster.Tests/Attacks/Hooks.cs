using System.Text;
using System.Text.Json.Nodes;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>What the attacks by way of webhooks send.</summary>
internal static class Hooks
{
    private static readonly string s_secret =
        "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));

    /// <summary>Raises an alert in each region of Iraq with its first report.</summary>
    public const string Threshold = """
        {"name":"any","scope":{"regions":["IQ"],"depth":"leaf"},"measure":"incidents","window":"PT1H","atLeast":1,"severity":"critical"}
        """;

    public static string Subscription(Uri target) => new JsonObject
    {
        ["thresholds"] = new JsonArray("any"),
        ["channel"] = new JsonObject { ["type"] = "webhook", ["url"] = target.ToString(), ["secret"] = s_secret },
    }.ToJsonString();

    public static string Report(string region, string town) => new JsonObject
    {
        ["source"] = "wire",
        ["reportId"] = town,
        ["region"] = region,
        ["town"] = town,
        ["kind"] = "armed-assault",
        ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
    }.ToJsonString();
}
