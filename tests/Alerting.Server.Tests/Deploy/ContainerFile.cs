using System.Text.RegularExpressions;

namespace Alerting.Server.Tests.Deploy;

/// <summary>What the image is told by its container file.</summary>
internal static partial class ContainerFile
{
    private static readonly string s_text = DeployFolder.Read("Containerfile").Replace("\\\n", " ", StringComparison.Ordinal);

    public static long User { get; } = long.Parse(Match("^USER ([0-9]+):[0-9]+$"), System.Globalization.CultureInfo.InvariantCulture);

    public static IReadOnlyList<int> Ports { get; } =
        [.. Match("^EXPOSE (.+)$").Split(' ').Select(static p => int.Parse(p, System.Globalization.CultureInfo.InvariantCulture))];

    public static IReadOnlyList<string> CopiedProjects { get; } = [.. Projects().Matches(s_text).Select(static m => m.Groups[1].Value)];

    public static Dictionary<string, string> Environment { get; } =
        Match("^ENV (.+)$")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static v => v.Split('=', 2))
            .ToDictionary(static v => v[0], static v => v[1], StringComparer.Ordinal);

    public static int HttpPort { get; } = int.Parse(
        Environment["ASPNETCORE_URLS"][(Environment["ASPNETCORE_URLS"].LastIndexOf(':') + 1)..],
        System.Globalization.CultureInfo.InvariantCulture);

    private static string Match(string pattern) => Regex.Match(s_text, pattern, RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex("^COPY (src/[^ ]+\\.csproj) ", RegexOptions.Multiline)]
    private static partial Regex Projects();
}
