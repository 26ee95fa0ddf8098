using Xunit;

namespace Alerting.Architecture.Tests.Sources;

/// <summary>What breaks a rule today, by name, in a list that may only become shorter.</summary>
internal static class ToleratedFaults
{
    /// <summary>Fails on what breaks the rule and is not listed, and on what is listed and breaks it no more.</summary>
    /// <param name="rule">Name of the list.</param>
    public static void AssertOnly(string rule, IEnumerable<string> found) => AssertOnly(rule, found, Listed(rule));

    public static void AssertOnly(string rule, IEnumerable<string> found, IReadOnlyCollection<string> listed)
    {
        var names = found.ToHashSet(StringComparer.Ordinal);
        var fresh = names.Except(listed).Order(StringComparer.Ordinal).ToList();
        var gone = listed.Except(names).Order(StringComparer.Ordinal).ToList();
        Assert.True(fresh.Count == 0, $"{rule} is broken by:\n{string.Join('\n', fresh)}");
        Assert.True(gone.Count == 0, $"Exceptions/{rule}.txt lists what breaks the rule no more; take out:\n{string.Join('\n', gone)}");
    }

    private static string[] Listed(string rule)
    {
        var file = Repository.PathOf("tests", "Alerting.Architecture.Tests", "Exceptions", rule + ".txt");
        return File.Exists(file) ? [.. File.ReadAllLines(file).Where(static line => line.Length > 0)] : [];
    }
}
