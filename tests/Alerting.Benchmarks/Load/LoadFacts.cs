using System.Globalization;
using System.Text;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Benchmarks;

/// <summary>What the load runs send as NDJSON, made beforehand.</summary>
internal sealed record LoadFacts(IReadOnlyList<byte[]> Bodies, int Reports)
{
    public const int Streams = 4;

    public static IReadOnlyList<string> Countries { get; } = ["IQ", "SY", "TR", "IR"];

    /// <summary>16 regions, where there are as many, of each country.</summary>
    public static IReadOnlyList<string> Regions() =>
        [.. Countries.SelectMany(static country => RegionCatalog.Iso.ChildrenOf(country).Take(16))];

    /// <summary>Facts without weight, so that no level rises and hardly an alert opens, apart from bombs in four regions.</summary>
    public static LoadFacts Make(IReadOnlyList<string> regions, int reports, string run, int streams = Streams)
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        var step = TimeSpan.FromMinutes(59) / reports;
        var bodies = new List<byte[]>();
        for (var stream = 0; stream < streams; stream++)
        {
            var text = new StringBuilder();
            for (var i = stream; i < reports; i += streams)
            {
                var region = i / streams % regions.Count;
                var kind = region < 4 ? "ied" : i % 3 == 0 ? "arrest" : "checkpoint-set-up";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{{\"reportId\":\"{run}-{i}\",\"source\":\"wire-a\",\"region\":\"{regions[region]}\",\"town\":\"Town {i % 10}\",\"kind\":\"{kind}\",\"occurredAt\":\"{start + (step * i):yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\",\"grade\":\"F6\"}}\n");
            }

            bodies.Add(Encoding.UTF8.GetBytes(text.ToString()));
        }

        return new LoadFacts(bodies, reports);
    }

    /// <summary>Posts the streams at once, to one server after the other; all must be accepted.</summary>
    public async Task PostAsync(IReadOnlyList<ServerUnderTest> servers, CancellationToken cancellationToken) =>
        await Task.WhenAll(Bodies.Select(async (body, i) =>
        {
            var answer = await servers[i % servers.Count].PostLinesAsync(body, cancellationToken);
            if (!answer.EndsWith("\"duplicates\":0,\"rejected\":0}", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Not all were accepted: " + answer[^100..]);
            }
        }));

    /// <summary>Waits until the countries have this many reports.</summary>
    public static async Task CaughtUpAsync(ServerUnderTest server, int reports, CancellationToken cancellationToken)
    {
        while (true)
        {
            long count = 0;
            foreach (var country in Countries)
            {
                count += (await server.GetAsync("regions/" + country, cancellationToken))["incidents24h"]!.GetValue<long>();
            }

            if (count == reports)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }
}
