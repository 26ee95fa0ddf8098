using Xunit;
using Xunit.Sdk;

namespace Alerting.Architecture.Tests.Sources;

/// <summary>Each rule finds a fault that is there, and only that.</summary>
public sealed class PlantedFaultTests
{
    private const string Path = "src/Alerting.Server/Alerts/A.cs";

    [Fact]
    public void A_line_that_is_too_long()
    {
        Assert.Equal([Path], SourceRules.LongLines([File(new string('x', 141))]));
        Assert.Empty(SourceRules.LongLines([File(new string('x', 140))]));
    }

    [Fact]
    public void A_file_that_is_too_long()
    {
        Assert.Equal([Path], SourceRules.LongFiles([File(Lines(301))]));
        Assert.Empty(SourceRules.LongFiles([File(Lines(300))]));
    }

    [Fact]
    public void A_type_that_is_too_long_over_its_parts()
    {
        string Part(int lines) => $"namespace N;\npartial class T\n{{\n{Lines(lines - 3)}}}\n";

        Assert.Equal(["N.T"], SourceRules.LongTypes([File(Part(225)), File(Part(226))]));
        Assert.Empty(SourceRules.LongTypes([File(Part(225)), File(Part(225))]));
    }

    [Theory]
    [InlineData("// As specification section 4 has it.", true)]
    [InlineData("/// <summary>Section 6 of the contract.</summary>\nclass C;", true)]
    [InlineData("// See SPEC.md.", true)]
    [InlineData("// RFC 3339, section 5.6.", false)]
    [InlineData("var text = \"specification section 4\";", false)]
    public void A_comment_that_cites_the_specification(string text, bool isFound) =>
        Assert.Equal(isFound, SourceRules.CitedSpecification([File(text)]).Any());

    [Theory]
    [InlineData("public class T;", "N.T")]
    [InlineData("/// <summary>A type.</summary>\npublic class T { public int P { get; } }", "N.T")]
    [InlineData("/// <summary>A type.</summary>\npublic record T(int P);", "N.T")]
    [InlineData("/// <summary>A type.</summary>\npublic interface T { int P { get; } }", "N.T")]
    [InlineData("/// <summary>A type.</summary>\npublic enum T { A }", "N.T")]
    [InlineData("/// <summary>A type.</summary>\n/// <param name=\"P\">A number.</param>\npublic record T(int P);", null)]
    [InlineData("class T { public int P { get; } }", null)]
    [InlineData(
        "/// <summary>A type.</summary>\npublic class T { /// <inheritdoc/>\npublic int P { get; } int _q; public override "
        + "string ToString() => \"\"; }",
        null)]
    public void A_member_that_is_not_documented(string text, string? type) =>
        Assert.Equal(type is null ? [] : [type], SourceRules.Undocumented([File("namespace N;\n" + text)]));

    [Theory]
    [InlineData("class E { void Map(ILogStore store) { } }", true)]
    [InlineData("using Alerting.Storage.Logs;", true)]
    [InlineData("class E { void Map(string store) { } }", false)]
    public void An_endpoint_that_sees_the_store(string text, bool isFound)
    {
        Assert.Equal(isFound, SourceRules.EndpointsWithStore([File(text)]).Any());
        Assert.Empty(
            SourceRules.EndpointsWithStore(
                [new SourceFile("src/Alerting.Server/Hosting/A.cs", text), new SourceFile("src/Alerting.Grains/Logs/A.cs", text)]));
    }

    [Fact]
    public void What_is_not_listed_and_what_is_listed_in_vain()
    {
        ToleratedFaults.AssertOnly("rule", ["a"], ["a"]);
        Assert.Contains(
            "rule is broken by:\nb",
            Assert.ThrowsAny<XunitException>(() => ToleratedFaults.AssertOnly("rule", ["a", "b"], ["a"])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "take out:\nb", Assert.ThrowsAny<XunitException>(() => ToleratedFaults.AssertOnly("rule", ["a"], ["a", "b"])).Message,
            StringComparison.Ordinal);
    }

    private static SourceFile File(string text) => new(Path, text);

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("// A line.\n", count));
}
