"""What people might write, made up for these tests, and what must be heard in it. No line is taken from anybody.

NOW must ring as immediate risk. STAFF must reach the LADO. TOLD must ring as harm at least. HEARD must ring at all.
DOUBTED must ring as possible and no more. QUIET must not ring.
"""

NOW = """
i want to die
I WANT TO DIE
i wanna die
i just want to die
honestly i wanna dieeeee
iwanttodie
i w a n t to d i e
wish i was dead
i wish i were never born
id rather be dead than go back there
i dont want to be alive anymore
dont wanna live no more
i dont want to live like this. i dont want to live
im tired of living
im so done with life
theres no point living
nothing to live for now she's gone
i cant go on
everyone would be better off without me
they'd all be better off if i was dead
im going to kill myself
gonna kms tonight
im gonna kms fr
k1ll myself
i will k!ll myself
kiling myself is the only way
killmyself
k.i.l.l myself
im gonna unalive myself
going to top myself
im gonna end it tonight
i want to end it all
ill end my life
gonna take my own life
i keep thinking about suicide
feeling suicidal again
suicidle thoughts
su1c1de
s u i c i d e
sewerslide
im going to hang myself
got a rope
im on the bridge
im sat on a ledge and i dont know what to do
going to jump
i jumped in front of a car
i slit my wrists
took loads of paracetamol
ive took all my tablets
ive just swallowed a bottle of pills
i od'd last night i overdosed
took an overdose
i drank bleach
i cut myself last night
been cutting again
cutting my arms
i selfharm
i self harm every night
i hurt myself when im there
burning myself with a lighter
im starving myself
theres a blade under my pillow and my arms
wont be here tomorrow
goodbye everyone this is my last message
by the time you read this it will be over
i hope i dont wake up
dont trust myself tonight
i cant keep myself safe
he hits me
he wont stop hitting me
she slaps me every day
dad punched me
my stepdad kicked me last night
mums boyfriend is beating me up
he strangled me
she pulled me by my hair
he grabbed me by the throat
he put his hands round my throat
i got beaten up again
he hurts me
please make him stop hurting me
they lock me in my room
i got locked in the cupboard
he wont let me out
they wont feed me
we havent eaten for days
i havent eaten in two days
hes hitting my little brother
he hit my mum again tonight
he touches me
he touched me down there
he touched my privates
she made me touch her
he comes into my room at night
he gets into my bed
he made me have sex
i was raped
he raped me last week
hes been molesting me
he asked me for nudes
hes got pictures of me naked and says hell send them
he watches me in the shower
they make me sell drugs
im carrying drugs for them
i owe them money and theyre coming for me
theyre making me marry someone in pakistan
theyre taking me abroad to get married
im not safe here
I am in danger
im scared to go home
too scared to go back there please dont make me go back
he said hes going to kill me
he threatened to stab me
hes got a knife
he pulled a knife on me
hes outside my house
please call the police
someone help me please
nowhere to sleep tonight
ive got nowhere to go
i have no where to stay tonite
mum kicked me out
they chucked me out of the placement
i got thrown out last night
im locked out
sleeping in the park
slept rough again
im sleeping in my car with my baby
im homeless tonight
ive run away
i ran away from my placement
im not going back there
my friend wants to kill herself
she said she wants to die
hes cutting himself
my daughter took an overdose this morning
my son says he doesn't want to live
she took a load of pills
my foster sister has gone missing
he hasnt come home and its midnight
we dont know where she is
hes on the roof saying hes going to jump
im gonna kill him
i swear ill stab him
i want to hurt someone
im bringing a knife in
im going to burn the place down
i'll smash his face in
Nie chcę już żyć
chce sie zabic
on mnie bije
boję się wracać do domu
wyrzucili mnie z domu
nie mam gdzie spać
tnę się
я хочу померти
я не хочу більше жити
він б'є мене
мене б'ють кожен день
боюся йти додому
мене вигнали з дому
ніде ночувати
я ріжу себе
أريد أن أموت
لا أريد أن أعيش
سأقتل نفسي
أبي يضربني كل يوم
زوج امي يلمسني
طردوني من البيت
أنا خائف من العودة للبيت
waxaan rabaa inaan dhinto
ma rabo inaan noolaado
waa i garaacaa
guriga waa laga i saaray
meel aan seexdo ma haysto
dw i eisiau marw
dwi isio marw
dwi'n torri fy hun
mae o'n fy nharo i
dim lle i gysgu heno
𝐢 𝐰𝐚𝐧𝐭 𝐭𝐨 𝐝𝐢𝐞
i want to d\u200bi\u200be
ｉ ｗａｎｔ ｔｏ ｄｉｅ
""".strip().splitlines()

STAFF = """
my foster carer hit me
my foster dad punched me
the foster mum slapped my sister
my key worker touched me
staff pinned me down and hurt my arm
the night staff grabbed me by the neck
my social worker kissed me
my pa sends me messages late at night on snapchat
the taxi driver touched my leg
a teacher hit him
my son was hit by a teacher
he was restrained by two staff
she was assaulted by a member of staff at the home
the carers lock us in at night
my carer locked me out
the foster father threatened to hit her
residential worker dragged me by my arm
i was abused in care
i was beaten in a childrens home
respite carer left bruises on my daughter
the driver has been violent with the children
support worker gave us vodka
our carer shoved me
the coach asked for nude pictures
""".strip().splitlines()

TOLD = """
he used to hit me when i was little
i was abused as a child
my uncle did things to me years ago
my dad used to beat us when i was 8
mum used to cut herself
ive got bruises on my arms
shes covered in bruises
the children are left alone at night
kids next door left alone all weekend
my grandson has a black eye and won't say how
his dad hits him
her boyfriend is violent towards the children
I think the little girl is being abused
my sister is being groomed online
the baby is not safe with her
domestic abuse in the home
there was sexual abuse when i was a child in care in the eighties
my neighbour smacks her kids
they were neglected by their mother
im 14 and pregnant
im pregnant and scared to tell anyone
ive never told anyone this
things were done to me there
he has injuries and marks on his back
a registered sex offender has moved in next door to the kids
""".strip().splitlines()

HEARD = """
i cant do this anymore
i cant cope
i hate myself
i hate my life
whats the point
no one would notice
i just want it all to stop
i want to disappear
im scared
i dont feel safe
help me
sos
please help
my carer shouts at me
he makes me uncomfortable
its our secret
i cant tell anyone
im not ok
i feel numb
cant stop crying
🔪🔪
🆘
something bad happened
im pregnant
i think she might be at risk
they bully me
""".strip().splitlines()

DOUBTED = """
im not going to kill myself
i dont want to die
he has never hit me
I'll kill that printer
ill kill this laptop i swear
nobody has hurt me
he never touched me
id never hurt myself
It hit me that nobody had read the report.
They dragged us through the courts for two years.
He beat me at fifa again
she hit me up on insta about the meeting
The fees hit us hard
my mum is going to kill me when she sees my room
""".strip().splitlines()

QUIET = """
hi
hello
ok so
my social worker never calls back
my sw is always late and never says sorry
i want to see my brother more
my bus pass hasnt come and im walking to college
can you tell me who my new pa is
they moved my room without asking
the wifi is off at 9 and i have homework
i want to complain about my placement move
we were promised a laptop in march and it never came
thank you so much to Kelly she was brilliant
haha only joking
your nan
bye then 😂
testing testing
r u a real person
who built this
please dont phone my house
no names please
hello? anyone
this is not a complaint
Ozzy
nah thanks
young person
skip
stop
how is it going
The council has not replied to my letter of 3 June.
We have been waiting eleven weeks for the assessment to begin.
The contact centre changed the time and nobody told us.
Our son's transport has been cancelled twice this week.
I would like a copy of my records.
My EHC plan review is four months late.
Please could somebody ring me about the invoice.
I am dying to hear what you have to say about the delay.
That lesson was dead good.
The waiting is killing me.
Please get in touch with me.
keep in touch
my room is a shoe box
nobody told me my review was cancelled
I was cut off twice when I rang
i'm missing school because the taxi never comes
the assessment is missing pages
Payments are missing since April
i feel sick of waiting for an answer
can i have my savings please i turn 18 soon
my carers are nice but the house is cold
i want to move closer to college
I want to stay with my foster carer
Cześć, chcę zobaczyć moją siostrę
Дякую за допомогу
شكرا على المساعدة
Mahadsanid
Diolch yn fawr
i need help with my form
her mum made up a bed for me and bought cereal
they spell it two different ways
six weeks and no answer about my bus pass
i thought that was how to edit it
""".strip().splitlines()
