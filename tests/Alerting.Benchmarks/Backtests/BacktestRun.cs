using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Benchmarks;

/// <summary>
/// Synthetic reports of two years over 500 regions of a few countries through POST /backtests with the five default
/// thresholds, as NDJSON over HTTP, twice: how long it takes, and whether the bytes of the answer are the same.
/// </summary>
internal static class BacktestRun
{
    private const int Regions = 500;
    private const string Header =
        "{\"thresholdIds\":[\"simultaneous-assaults\",\"mass-casualty\",\"several-regions\",\"surge\",\"level-severe\"]}\n";
    private static readonly string[] s_countries =
        ["IQ", "SY", "TR", "IR", "AF", "NG", "ML", "IN", "PK", "EG", "DZ", "ET", "PH", "MM", "UA", "CO", "MX", "RU"];
    private static readonly string[] s_kinds =
        ["protest", "checkpoint-set-up", "arrest", "protest", "riot", "troop-movement", "armed-clash", "looting"];

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var reports = arguments.Number(0, 1_000_000, 20_000);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        List<string> regions = [.. s_countries.SelectMany(static country => RegionCatalog.Iso.ChildrenOf(country)).Take(Regions)];
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{reports:N0} reports over {regions.Count} regions, five default thresholds"));
        await PostAsync(server, new Body(regions, Math.Min(reports / 10, 50_000)), cancellationToken);
        string? first = null;
        for (var i = 0; i < 2; i++)
        {
            var before = server.Usage();
            var started = Stopwatch.GetTimestamp();
            var answer = await PostAsync(server, new Body(regions, reports), cancellationToken);
            var took = Stopwatch.GetElapsedTime(started);
            var after = server.Usage();
            var hash = Convert.ToHexStringLower(SHA256.HashData(answer));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{took.TotalSeconds:0.0} s ({reports / took.TotalSeconds:N0}/s), server CPU "
                + $"{(after.Cpu - before.Cpu).TotalSeconds:0.0} s, {after.Bytes >> 20} MiB, answer {answer.Length:N0} bytes, "
                + $"SHA-256 {hash[..16]}"));
            if (first is not null && first != hash)
            {
                throw new InvalidOperationException("The same request was answered with other bytes.");
            }

            first = hash;
        }
    }

    private static async Task<byte[]> PostAsync(ServerUnderTest server, Body body, CancellationToken cancellationToken)
    {
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "api/v1/backtests")) { Content = body };
        using var response = await server.Client.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
    }

    /// <summary>Written as it is sent: no more of it is in memory than the wire takes.</summary>
    private sealed class Body(List<string> regions, int reports) : HttpContent
    {
        private static readonly DateTimeOffset s_start = new(2012, 1, 1, 0, 0, 0, TimeSpan.Zero);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var random = new Random(20140101);
            var step = TimeSpan.FromDays(730) / reports;
            var text = new StringBuilder(Header);
            for (var i = 0; i < reports; i++)
            {
                var region = regions[random.Next(regions.Count)];
                var kind = s_kinds[random.Next(s_kinds.Length)];
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{{\"reportId\":\"r{i}\",\"source\":\"wire-{i % 3}\",\"region\":\"{region}\",\"town\":\"Town {random.Next(12)}\",\"kind\":\"{kind}\",\"occurredAt\":\"{s_start + (step * i):yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\",\"grade\":\"C3\"");
                text.Append(random.Next(200) == 0 ? ",\"killed\":4}\n" : "}\n");
                if (text.Length > 1 << 16 || i == reports - 1)
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
                    text.Clear();
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
