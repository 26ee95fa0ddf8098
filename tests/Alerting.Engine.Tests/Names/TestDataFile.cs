using Xunit;

namespace Alerting.Engine.Tests.Names;

/// <summary>Tables that are not in the repository, in the folder that ALERTING_TEST_DATA names; tests without it are skipped.</summary>
internal static class TestDataFile
{
    private const string Variable = "ALERTING_TEST_DATA";

    /// <summary>Rows by column; no field of these tables has a comma in it.</summary>
    public static List<Dictionary<string, string>> Rows(string name)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(folder is null, $"{Variable} names no folder.");
        var path = Path.Combine(folder!, name);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there.");
        var lines = File.ReadAllLines(path);
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(static pair => pair.First, static pair => pair.Second))];
    }
}
