using Microsoft.Playwright;

namespace Alerting.Console.Tests.Browser;

/// <summary>What a page is sent, as it crosses the wire: headers and compressed bodies.</summary>
internal sealed class WireMeter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Answer> _answers = [];

    private WireMeter()
    {
    }

    /// <summary>What was answered to the end so far.</summary>
    public IReadOnlyList<Answer> Answers
    {
        get
        {
            lock (_lock)
            {
                return [.. _answers.Values.Where(static answer => answer.Bytes > 0)];
            }
        }
    }

    /// <summary>Begins to measure a page.</summary>
    public static async Task<WireMeter> OfAsync(Microsoft.Playwright.IPage page)
    {
        var meter = new WireMeter();
        var session = await page.Context.NewCDPSessionAsync(page);
        session.Event("Network.responseReceived").OnEvent += (_, args) =>
        {
            var response = args!.Value.GetProperty("response");
            var coding = response.GetProperty("headers").EnumerateObject()
                .FirstOrDefault(static header => header.Name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase));
            var answer = new Answer(
                new Uri(response.GetProperty("url").GetString()!).AbsolutePath,
                coding.Value.ValueKind == System.Text.Json.JsonValueKind.String ? coding.Value.GetString() : null, 0);
            lock (meter._lock)
            {
                meter._answers[args.Value.GetProperty("requestId").GetString()!] = answer;
            }
        };
        session.Event("Network.loadingFinished").OnEvent += (_, args) =>
        {
            var id = args!.Value.GetProperty("requestId").GetString()!;
            lock (meter._lock)
            {
                if (meter._answers.TryGetValue(id, out var answer))
                {
                    meter._answers[id] = answer with { Bytes = (long)args.Value.GetProperty("encodedDataLength").GetDouble() };
                }
            }
        };
        await session.SendAsync("Network.enable");
        return meter;
    }

    /// <param name="Path">Of its address.</param>
    /// <param name="Coding">In which the body is compressed; null: it is not.</param>
    /// <param name="Bytes">With the headers.</param>
    public sealed record Answer(string Path, string? Coding, long Bytes);
}
