using System.Globalization;
using System.Text;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Valid bodies of each route, from which odd ones are made.</summary>
internal static class FuzzBodies
{
    private static readonly string[] s_thresholds =
    [
        """{"name":"Towns","enabled":true,"scope":{"regions":["IQ"],"depth":"leaf"},"match":{"kinds":["armed-assault"],"families":["explosion"],"minGradeFactor":0.2,"towns":["Ramadi"],"actors":[]},"measure":"towns","window":"PT2H","atLeast":3,"clearBelow":3,"clearAfter":"PT15M","cooldown":"PT0S","lateness":"P3D","updateEvery":"PT1S","severity":"critical","reason":"r"}""",
        """{"scope":{"regions":["*"],"depth":"root"},"measure":"regions","window":"PT48H","atLeast":4,"severity":"severe"}""",
        """{"scope":{"regions":["FR","IQ-AN"],"depth":"leaf"},"measure":"surge","window":"P7D","atLeast":2,"baseline":"P28D","floor":1,"severity":"warning"}""",
        """{"scope":{"regions":["IQ"],"depth":"leaf"},"measure":"level","atLeast":4,"severity":"notice"}""",
    ];

    /// <summary>Where webhooks may be aimed at: this machine, where nobody listens, or what the server refuses.</summary>
    private static readonly string[] s_targets =
    [
        "http://127.0.0.1:9/", "http://127.0.0.1:9/hook?a=%20", "http://127.0.0.1:9/", "http://169.254.169.254/x",
        "http://10.0.0.8/", "http://[::1]:9/", "ftp://127.0.0.1/", "http://a@127.0.0.1:9/", "127.0.0.1", "http://",
    ];

    public static byte[] Of(string route, FuzzRandom random)
    {
        if (route.EndsWith("/reports", StringComparison.Ordinal))
        {
            return random.Chance(0.3)
                ? FuzzJson.Mutate($"[{Report(random)},{Report(random)},{Report(random)}]", random)
                : FuzzJson.Mutate(Report(random), random);
        }

        if (route.EndsWith("/override", StringComparison.Ordinal))
        {
            return FuzzJson.Mutate($$"""{"level":"severe","reason":"because","expiresAt":"{{Now(TimeSpan.FromHours(1))}}"}""", random);
        }

        if (route.EndsWith("/acknowledge", StringComparison.Ordinal))
        {
            return random.Chance(0.1) ? [] : FuzzJson.Mutate("""{"note":"seen"}""", random);
        }

        if (route.Contains("/subscriptions", StringComparison.Ordinal))
        {
            return Subscription(random);
        }

        return route.EndsWith("/backtests", StringComparison.Ordinal)
            ? FuzzJson.Mutate(Backtest(random), random)
            : FuzzJson.Mutate(random.Of(s_thresholds), random);
    }

    /// <summary>One line, neither blank nor more than one.</summary>
    public static byte[] Line(FuzzRandom random)
    {
        var line = FuzzJson.Mutate(Report(random), random).Where(static b => b is not ((byte)'\n' or (byte)'\r')).ToArray();
        return line.Any(static b => b is not ((byte)' ' or (byte)'\t')) ? line : "0"u8.ToArray();
    }

    /// <summary>Lines of a stream, some blank, some far too long.</summary>
    public static byte[] Lines(FuzzRandom random, string route)
    {
        var body = new List<byte>();
        if (route.EndsWith("/backtests", StringComparison.Ordinal))
        {
            body.AddRange(FuzzJson.Mutate($$"""{"thresholds":[{{Draft(random)}}],"to":"{{Now(TimeSpan.Zero)}}"}""", random));
            body.Add((byte)'\n');
        }

        for (var lines = random.Below(6); lines > 0; lines--)
        {
            body.AddRange(random.Chance(0.01) ? Encoding.ASCII.GetBytes(new string('x', 66_000)) : Line(random));
            body.AddRange(random.Of(["\n", "\r\n", "\n\n", " \n", "\n"]).Select(static c => (byte)c));
        }

        return [.. body];
    }

    public static string Report(FuzzRandom random) => random.Below(3) switch
    {
        0 =>
            $$"""{"reportId":"f{{random.Below(1_000)}}","source":"s{{random.Below(4)}}","region":"IQ-AN","town":"Ramadi","kind":"protest","occurredAt":"{{Now(TimeSpan.FromMinutes(-random.Below(600)))}}"}""",
        1 =>
            $$"""{"reportId":"g{{random.Below(1_000)}}","revision":{{1 + random.Below(3)}},"retracted":false,"source":"wire","region":"FR-75C","town":"Paris","precision":"area","location":{"lat":48.85,"lon":2.35},"kind":"armed-assault","occurredAt":"{{Now(TimeSpan.FromMinutes(-random.Below(6_000)))}}","killed":{{random.Below(15)}},"wounded":2,"grade":"B2","incidentId":"i{{random.Below(50)}}","actors":["x","y"],"summary":"s","url":"https://example.org/a"}""",
        _ =>
            $$"""{"reportId":"g{{random.Below(1_000)}}","revision":{{1 + random.Below(9)}},"retracted":true,"source":"wire","region":"FR-75C"}""",
    };

    private static byte[] Subscription(FuzzRandom random)
    {
        var body = $$"""{"name":"desk","regions":["IQ"],"minSeverity":"notice","thresholds":["mass-casualty"],"changes":["raised","cleared"],"channel":{"type":"webhook","url":"{{FuzzRandom.Target}}","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},"enabled":true,"startAfter":0}""";

        // Latin 1 keeps each byte as it is.
        var mutated = Encoding.Latin1.GetString(FuzzJson.Mutate(body, random));
        return Encoding.Latin1.GetBytes(mutated.Replace(FuzzRandom.Target, random.Of(s_targets), StringComparison.Ordinal));
    }

    private static string Backtest(FuzzRandom random) => random.Below(4) switch
    {
        0 => $$"""{"thresholdIds":["mass-casualty","surge"],"reports":[{{Report(random)}}],"from":"{{Now(TimeSpan.FromDays(-2))}}"}""",
        1 =>
            $$"""{"thresholds":[{{Draft(random)}}],"regions":["AD"],"from":"{{Now(TimeSpan.FromDays(-2))}}","to":"{{Now(TimeSpan.Zero)}}"}""",
        _ =>
            $$"""{"thresholds":[{{Draft(random)}}],"reports":[{{Report(random)}},{{Report(random)}}],"to":"{{Now(TimeSpan.FromDays(1))}}"}""",
    };

    private static string Draft(FuzzRandom random) => $$"""{"id":"d",{{random.Of(s_thresholds)[1..]}}""";

    private static string Now(TimeSpan offset) =>
        (TimeProvider.System.GetUtcNow() + offset).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
