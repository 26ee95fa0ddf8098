using Alerting.Server.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Alerting.Server.Tests.Http;

/// <summary>What an Accept header wants of a type: the most specific range decides.</summary>
public sealed class AcceptedTypesTests
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("*/*", 1)]
    [InlineData("what", 1)]
    [InlineData("*/*;q=0", 0)]
    [InlineData("text/html", 0)]
    [InlineData("application/json", 1)]
    [InlineData("Application/JSON; charset=utf-8; q=0.7", 0.7)]
    [InlineData("application/*;q=0.3, */*", 0.3)]
    [InlineData("*/*, application/*;q=0, application/json;q=0.2", 0.2)]
    [InlineData("application/json;q=0, */*", 0)]
    [InlineData("text/html, application/json;q=0.1, application/json;q=0.4", 0.4)]
    public void The_closest_range_decides(string? accept, double quality) =>
        Assert.Equal(quality, Of(accept).QualityOf("application/json"));

    [Theory]
    [InlineData("application/geo+json", true)]
    [InlineData("application/json, application/geo+json", true)]
    [InlineData("application/json;q=0.9, application/geo+json;q=0.8", false)]
    [InlineData("application/geo+json;q=0", false)]
    [InlineData("*/*", false)]
    [InlineData(null, false)]
    public void A_form_besides_the_usual_one_is_for_those_who_name_it(string? accept, bool prefers) =>
        Assert.Equal(prefers, Of(accept).Prefers("application/geo+json", to: "application/json"));

    private static AcceptedTypes Of(string? accept)
    {
        var context = new DefaultHttpContext();
        if (accept is not null)
        {
            context.Request.Headers.Accept = accept;
        }

        return AcceptedTypes.Of(context.Request);
    }
}
