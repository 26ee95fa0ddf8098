using System.Net;
using System.Net.Http.Headers;
using Alerting.Grains.Access;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

public sealed class WrongKeysTests
{
    [Fact]
    public async Task Guessing_is_told_to_wait_and_a_valid_key_never_is()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__RateLimits__FailedSignIns", "5"));
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "api/v1/kinds"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", i % 2 == 0 ? Secret.NewKey() : "guess");
            using var response = await server.Client.SendAsync(request);
            answers.Add(response.StatusCode);
            Assert.Equal(
                response.StatusCode == HttpStatusCode.TooManyRequests,
                response.Headers.RetryAfter is { Delta.TotalSeconds: >= 1 and <= 60 });
        }

        Assert.Equal(
            [.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 5), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 3)], answers);
        await server.GetAsync("api/v1/kinds");
        await server.Until(
            () => Task.FromResult(server.Output.Contains("A wrong key was shown from 127.0.0.1.", StringComparison.Ordinal)),
            "the log tells of it");
        Assert.Equal(1, server.Output.Split("wrong key").Length - 1);
        Assert.DoesNotContain("challenged", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_threshold_more_than_there_may_be_is_refused_by_name_and_those_there_are_can_be_changed()
    {
        // A new installation begins with five.
        await using var server = await ServerProcess.StartAsync(("Alerting__Limits__Thresholds", "6"));
        var body = Facts.ShortThreshold("PT1H");
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/sixth", body, expected: HttpStatusCode.Created);
        var problem =
            await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/seventh", body, expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("limit-reached", problem["type"]!.GetValue<string>());
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/sixth", body, expected: HttpStatusCode.OK);
        await server.SendAsync(HttpMethod.Delete, "api/v1/thresholds/sixth", "", expected: HttpStatusCode.NoContent);
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/seventh", body, expected: HttpStatusCode.Created);
    }
}
