using System.Net;
using System.Text;
using Alerting.Client;
using Alerting.Console.Shown.Forms;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Console.Tests.Shown.Forms;

/// <summary>A form that offers thresholds, while it is not known yet which there are.</summary>
public sealed class OfferedThresholdsTests : BunitContext
{
    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new();

    [Fact]
    public async Task The_form_is_shown_when_what_it_offers_is_known_so_that_no_field_grows_later()
    {
        var page = Show("gone");
        Assert.Equal("Loading", page.Find("[role=status]").TextContent);
        Assert.Empty(page.FindAll("form"));

        await AnswerAsync(HttpStatusCode.OK, """{"items":[],"next":null}""");
        page.WaitForAssertion(() => Assert.Equal("gone", page.Find("form").TextContent));
        Assert.Empty(page.FindAll("[role=status]"));
    }

    [Fact]
    public async Task Those_that_are_named_can_be_chosen_though_nobody_can_say_which_there_are()
    {
        var page = Show("two-towns", "gone");
        await AnswerAsync(
            HttpStatusCode.ServiceUnavailable,
            """{"type":"urn:alerting:problem:unavailable","title":"Unavailable","status":503,"detail":"The store does not answer."}""");
        page.WaitForAssertion(() => Assert.Equal("gone two-towns", page.Find("form").TextContent));
        Assert.Equal(
            "Not all thresholds can be offered: The store does not answer.", page.Find("[role=status]").TextContent);
    }

    private IRenderedComponent<OfferedThresholds> Show(params string[] named)
    {
        var http = new HttpClient(new LaterHandler(_answer.Task)) { BaseAddress = new Uri("http://server/") };
        Services.AddSingleton(new AlertingClient(http));
        return Render<OfferedThresholds>(page => page
            .Add(static offered => offered.Named, named)
            .Add(static offered => offered.ChildContent, Form));
    }

    private static RenderFragment Form(IReadOnlyList<Choice<string>> choices) => (RenderTreeBuilder form) =>
    {
        form.OpenElement(0, "form");
        form.AddContent(1, string.Join(' ', choices.Select(static choice => choice.Value)));
        form.CloseElement();
    };

    private Task AnswerAsync(HttpStatusCode status, string json)
    {
        _answer.SetResult(new HttpResponseMessage(status)
        {
            Content = new StringContent(
                json, Encoding.UTF8, status == HttpStatusCode.OK ? "application/json" : "application/problem+json"),
        });
        return _answer.Task;
    }

    /// <summary>Stands for a server that takes its time.</summary>
    private sealed class LaterHandler(Task<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await answer.WaitAsync(cancellationToken);
            response.RequestMessage = request;
            return response;
        }
    }
}
