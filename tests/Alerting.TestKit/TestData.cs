using Xunit;

namespace Alerting.TestKit;

/// <summary>
/// Data that is too large, or not free enough, for the repository: the folder that ALERTING_TEST_DATA names, or
/// <c>shared/data</c> in a folder above this one.
/// </summary>
public static class TestData
{
    private const string Variable = "ALERTING_TEST_DATA";

    /// <summary>The path of a file; skips the test where there is none.</summary>
    public static string Require(string name)
    {
        foreach (var folder in Folders())
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"{name} is needed: set {Variable} to the folder that holds it.");
        return "";
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            yield return Path.Combine(at.FullName, "shared", "data");
        }
    }
}
