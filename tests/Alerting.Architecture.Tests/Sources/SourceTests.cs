using Xunit;

namespace Alerting.Architecture.Tests.Sources;

/// <summary>The sources of the product are such that a stranger can read them.</summary>
public sealed class SourceTests
{
    private static readonly IReadOnlyList<SourceFile> s_product = SourceFile.In("src");

    [Fact]
    public void Lines_are_short_enough_to_read() => ToleratedFaults.AssertOnly("long-lines", SourceRules.LongLines(s_product));

    [Fact]
    public void Lines_of_tests_are_short_enough_to_read() =>
        ToleratedFaults.AssertOnly("long-lines-of-tests", SourceRules.LongLines(SourceFile.In("tests")));

    [Fact]
    public void Files_do_one_thing() => ToleratedFaults.AssertOnly("long-files", SourceRules.LongFiles(s_product));

    [Fact]
    public void Types_are_small_over_all_their_parts() => ToleratedFaults.AssertOnly("long-types", SourceRules.LongTypes(s_product));

    [Fact]
    public void Comments_do_not_cite_what_is_not_in_the_repository() =>
        ToleratedFaults.AssertOnly("cited-specification", SourceRules.CitedSpecification(s_product));

    [Fact]
    public void What_others_program_against_is_documented() => ToleratedFaults.AssertOnly(
        "undocumented",
        SourceRules.Undocumented(
            [
                .. SourceFile.In("src", "Alerting.Contracts"), .. SourceFile.In("src", "Alerting.Client"),
                .. SourceFile.In("src", "Alerting.Notifications")
            ]));

    [Fact]
    public void Endpoints_do_not_see_the_store() =>
        ToleratedFaults.AssertOnly("endpoints-with-store", SourceRules.EndpointsWithStore(s_product));
}
